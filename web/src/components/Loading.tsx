/** Says that something is on its way. */
import { Spin } from "antd";
import { zh } from "../messages/zh";

export function Loading() {
  return (
    <div className="loading" role="status">
      <Spin />
      <span>{zh.common.loading}</span>
    </div>
  );
}
