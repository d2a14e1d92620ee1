/** Draws BPMN to look at: current steps marked, fitted to the page, movable by mouse, finger and keyboard. */
import { Alert, Button, Space } from "antd";
import { useMemo } from "react";
import { zh } from "../../messages/zh";
import { useDrawing } from "./useDrawing";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

const text = zh.diagram;

export function Drawing({ xml, current }: { xml: string; current: string[] }) {
  const steady = useMemo(() => current, [current.join(" ")]); // eslint-disable-line react-hooks/exhaustive-deps, react-hooks/use-memo -- the ids, not the array
  const { holder, names, failed, zoomBy, fit, showCurrent } = useDrawing(xml, steady);
  const description = names.length ? text.currentAre(names.join(zh.drafts.listSeparator)) : text.label;
  return (
    <figure className="diagram">
      {failed && <Alert type="warning" showIcon title={text.failed} />}
      <div ref={holder} className="diagram-canvas" role="img" aria-label={description} />
      <figcaption>
        {names.length > 0 && (
          <span className="diagram-current">
            <span className="diagram-swatch" aria-hidden="true" />
            {description}
          </span>
        )}
        <Space size="small" wrap className="no-print">
          <Button size="small" onClick={() => zoomBy(1.25)}>
            {text.zoomIn}
          </Button>
          <Button size="small" onClick={() => zoomBy(0.8)}>
            {text.zoomOut}
          </Button>
          <Button size="small" onClick={fit}>
            {text.fit}
          </Button>
          {names.length > 0 && (
            <Button size="small" onClick={showCurrent}>
              {text.toCurrent}
            </Button>
          )}
        </Space>
      </figcaption>
    </figure>
  );
}
