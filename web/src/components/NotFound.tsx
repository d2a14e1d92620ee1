/** Nothing stands at this address. */
import { Button, Result } from "antd";
import { Link } from "react-router";
import { zh } from "../messages/zh";

export function NotFound() {
  return (
    <Result
      status="info"
      title={zh.common.notFoundTitle}
      subTitle={zh.common.notFoundText}
      extra={
        <Link to="/tasks">
          <Button type="primary">{zh.common.toTasks}</Button>
        </Link>
      }
    />
  );
}
