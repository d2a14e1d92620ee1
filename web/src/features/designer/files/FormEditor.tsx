/** A form to write in, beside what it looks like to whoever fills it in. */
import { Form as AntdForm } from "@rjsf/antd";
import type { RJSFSchema, UiSchema } from "@rjsf/utils";
import { Alert, Input } from "antd";
import { useMemo } from "react";
import { zh } from "../../../messages/zh";
import { translate } from "../../tasks/formLanguage";
import { formValidator } from "../../tasks/formValidator";
import { formWidgets } from "../../tasks/formWidgets";

const text = zh.designer.forms;

interface Props {
  name: string;
  json: string;
  onChange?: (json: string) => void;
}

interface FormFile {
  schema: RJSFSchema;
  ui?: UiSchema;
}

export function FormEditor({ name, json, onChange }: Props) {
  const read = useMemo(() => formOf(json), [json]);
  return (
    <div className="form-editor">
      <div>
        {onChange && <p className="muted">{text.hint}</p>}
        <Input.TextArea
          aria-label={text.source(name)}
          value={json}
          readOnly={!onChange}
          autoSize={{ minRows: 8, maxRows: 28 }}
          spellCheck={false}
          onChange={({ target }) => onChange?.(target.value)}
        />
        {typeof read === "string" && <Alert type="error" showIcon title={text.broken} description={read} />}
      </div>
      <section aria-label={text.looks}>
        <p className="muted">{text.looks}</p>
        {typeof read !== "string" && <Preview file={read} />}
      </section>
    </div>
  );
}

function Preview({ file }: { file: FormFile }) {
  return (
    <AntdForm
      key={JSON.stringify(file)}
      schema={{ ...file.schema, title: undefined }}
      uiSchema={file.ui ?? {}}
      idPrefix="preview"
      validator={formValidator}
      widgets={formWidgets}
      formContext={{ evidence: [] }}
      experimental_defaultFormStateBehavior={{ constAsDefaults: "never" }}
      translateString={translate}
      showErrorList={false}
      tagName="div"
    >
      <></>
    </AntdForm>
  );
}

/** The form, or what keeps it from being one. */
function formOf(json: string): FormFile | string {
  try {
    const file = JSON.parse(json) as Partial<FormFile> | null;
    return file?.schema && typeof file.schema === "object" ? { schema: file.schema, ui: file.ui } : text.noSchema;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
