/** The drawing board with its properties panel. */
import { Alert } from "antd";
import type { Ref } from "react";
import { zh } from "../../messages/zh";
import { useModeler, type Board } from "./useModeler";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";
import "@bpmn-io/properties-panel/assets/properties-panel.css";
import "bpmn-js-bpmnlint/dist/assets/css/bpmn-js-bpmnlint.css";
import "./designer.css";

const text = zh.designer;

interface Props {
  xml: string;
  onChanged: () => void;
  ref: Ref<Board>;
}

export function ModelerBoard({ xml, onChanged, ref }: Props) {
  const { canvas, panel, failed, unreadable } = useModeler(xml, ref, onChanged);
  return (
    <>
      {failed && <Alert type="error" showIcon title={text.importFailed} />}
      {unreadable.length > 0 && (
        <Alert type="warning" showIcon title={text.unreadable} description={unreadable.map((line) => <p key={line}>{line}</p>)} />
      )}
      <div className="board">
        <div ref={canvas} className="board-canvas" role="application" aria-label={text.modelerLabel} />
        <div ref={panel} className="board-panel" role="region" aria-label={text.panelLabel} />
      </div>
    </>
  );
}
