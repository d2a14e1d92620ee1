/** The drawing tool speaks Chinese: the community's translation, completed by our own. */
import drawing from "bpmn-js-i18n-zh/lib/bpmn-js/index.js";
import panel from "bpmn-js-i18n-zh/lib/properties-panel/index.js";
import { modeler } from "../../messages/zh/modeler";

const WORDS: Record<string, string> = { ...drawing, ...panel, ...modeler };

function translate(template: string, replacements: Record<string, string> = {}): string {
  const sentence = WORDS[template] ?? template;
  return sentence.replace(/{([^}]+)}/g, (_, name: string) => {
    const value = replacements[name];
    return value === undefined ? `{${name}}` : (WORDS[value] ?? value);
  });
}

export const chineseModule = { translate: ["value", translate] };
