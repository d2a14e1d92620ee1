/** The menu, at the left on a wide screen and in a drawer on a narrow one. */
import { Menu } from "antd";
import { Link, useLocation } from "react-router";
import { useSession } from "../session/SessionContext";
import { entriesFor } from "./menu";

export function MainMenu({ onChosen }: { onChosen?: () => void }) {
  const { pathname } = useLocation();
  const entries = entriesFor(useSession().person.roles);
  const current = entries.find(({ path }) => pathname.startsWith(path));
  return (
    <Menu
      mode="inline"
      selectedKeys={current ? [current.path] : []}
      onClick={onChosen}
      items={entries.map(({ path, label, icon, count }) => ({
        key: path,
        icon,
        label: <Link to={path}>{label}</Link>,
        extra: count,
      }))}
    />
  );
}
