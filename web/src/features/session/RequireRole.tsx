/** Shows a page only to the posts it is made for; the server checks again on its own. */
import { Result } from "antd";
import type { ReactNode } from "react";
import type { Role } from "../../api/types";
import { zh } from "../../messages/zh";
import { useRole } from "./SessionContext";

export function RequireRole({ roles, children }: { roles: Role[]; children: ReactNode }) {
  if (useRole(...roles)) return children;
  return <Result status="warning" title={zh.common.forbiddenTitle} subTitle={zh.common.forbiddenText} />;
}
