/** Nothing stands at this address. */
import { Button, Result } from "antd";
import { Link } from "react-router";
import { zh } from "../messages/zh";
import { usePageTitle } from "./usePageTitle";

export function NotFound() {
  usePageTitle(zh.common.notFoundTitle);
  return (
    <Result
      status="info"
      title={<h1 className="result-title">{zh.common.notFoundTitle}</h1>}
      subTitle={zh.common.notFoundText}
      extra={
        <Link to="/tasks">
          <Button type="primary">{zh.common.toTasks}</Button>
        </Link>
      }
    />
  );
}
