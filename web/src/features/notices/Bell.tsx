/** How many notices are unread, at the head of every page; it keeps the pages below it up to date. */
import { BellOutlined } from "@ant-design/icons";
import { Badge, Button } from "antd";
import { Link } from "react-router";
import { zh } from "../../messages/zh";
import { useLive } from "./useLive";

export function Bell() {
  const unread = useLive()?.unread ?? 0;
  return (
    <Link to="/notices" aria-label={zh.notices.bell(unread)} title={zh.notices.bell(unread)}>
      <Badge count={unread} size="small" offset={[-2, 8]}>
        <Button type="text" icon={<BellOutlined />} tabIndex={-1} aria-hidden />
      </Badge>
    </Link>
  );
}
