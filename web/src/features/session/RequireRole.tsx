/** Shows a page only to the posts it is made for; the server checks again on its own. */
import { Button, Result } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Role } from "../../api/types";
import { usePageTitle } from "../../components/usePageTitle";
import { zh } from "../../messages/zh";
import { useRole } from "./SessionContext";

export function RequireRole({ roles, children }: { roles: Role[]; children: ReactNode }) {
  if (useRole(...roles)) return children;
  return <Forbidden />;
}

function Forbidden() {
  usePageTitle(zh.common.forbiddenTitle);
  return (
    <Result
      status="warning"
      title={<h1 className="result-title">{zh.common.forbiddenTitle}</h1>}
      subTitle={zh.common.forbiddenText}
      extra={
        <Link to="/tasks">
          <Button type="primary">{zh.common.toTasks}</Button>
        </Link>
      }
    />
  );
}
