/** The menu, at the left on a wide screen and in a drawer on a narrow one. */
import { Menu } from "antd";
import { useEffect, useRef } from "react";
import { Link, useLocation } from "react-router";
import { useSession } from "../session/SessionContext";
import { entryOf, groupsFor } from "./menu";

export function MainMenu({ onChosen }: { onChosen?: () => void }) {
  const { pathname } = useLocation();
  const groups = groupsFor(useSession().person.roles);
  const current = entryOf(groups, pathname)?.path;
  return (
    <div ref={useShown(current)}>
      <Menu
        mode="inline"
        selectedKeys={current ? [current] : []}
        onClick={onChosen}
        items={groups.map(({ title, entries }) => ({
          key: title,
          type: "group",
          label: title,
          children: entries.map(({ path, label, icon, count }) => ({
            key: path,
            icon,
            label: <Link to={path}>{label}</Link>,
            extra: count,
          })),
        }))}
      />
    </div>
  );
}

/** The menu may be longer than the window: where one is must be seen in it. */
function useShown(current: string | undefined) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current?.querySelector(".ant-menu-item-selected")?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  return menu;
}
