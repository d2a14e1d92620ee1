/** Which pages the menu offers to which posts. */
import {
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BarChartOutlined,
  BellOutlined,
  BgColorsOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ColumnHeightOutlined,
  FileTextOutlined,
  FolderOpenOutlined,
  FormOutlined,
  FundOutlined,
  ImportOutlined,
  InboxOutlined,
  MailOutlined,
  NumberOutlined,
  NotificationOutlined,
  SafetyOutlined,
  ScheduleOutlined,
  SendOutlined,
  RiseOutlined,
  TableOutlined,
  TeamOutlined,
  TrophyOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import type { Role } from "../../api/types";
import { zh } from "../../messages/zh";
import { DeadCount } from "../deliveries/DeadCount";

interface Group {
  title: string;
  entries: Entry[];
}

interface Entry {
  path: string;
  /** Pages at another address that are opened from this one. */
  also?: string;
  label: string;
  icon: ReactNode;
  /** Left out for pages that everybody has. */
  roles?: Role[];
  /** What waits there to be looked after, at the end of the line. */
  count?: ReactNode;
}

export const OFFICERS: Role[] = ["officer", "administrator"];
/** Who takes a step of the ladder by hand. */
export const STEPPERS: Role[] = ["officer", "leader", "administrator"];
export const OVERSEERS: Role[] = ["officer", "leader", "party_committee", "administrator"];
export const DESIGNERS: Role[] = ["designer", "administrator"];
export const ADMINISTRATORS: Role[] = ["administrator"];
export const AUDITORS: Role[] = ["auditor", "administrator"];

const GROUPS: Group[] = [
  {
    title: zh.shell.groups.supervision,
    entries: [
      { path: "/tasks", label: zh.shell.tasks, icon: <CheckSquareOutlined /> },
      { path: "/imports", label: zh.shell.imports, icon: <ImportOutlined />, roles: OFFICERS },
      { path: "/matters", label: zh.shell.matters, icon: <FolderOpenOutlined />, roles: OVERSEERS },
      { path: "/ledger", also: "/items", label: zh.shell.ledger, icon: <TableOutlined /> },
      { path: "/overview", label: zh.shell.overview, icon: <FundOutlined /> },
      { path: "/statistics", label: zh.shell.statistics, icon: <BarChartOutlined /> },
      { path: "/asking", label: zh.shell.asking, icon: <ColumnHeightOutlined />, roles: [...OVERSEERS, "designer"] },
      { path: "/documents", label: zh.shell.documents, icon: <FileTextOutlined />, roles: OVERSEERS },
    ],
  },
  {
    title: zh.shell.groups.merit,
    entries: [
      { path: "/reviews", label: zh.shell.reviews, icon: <AuditOutlined /> },
      { path: "/performance", label: zh.shell.performance, icon: <RiseOutlined /> },
      { path: "/negative-list", label: zh.shell.negativeList, icon: <WarningOutlined /> },
      { path: "/commendation", label: zh.shell.commendation, icon: <TrophyOutlined /> },
      { path: "/ballots", label: zh.shell.ballots, icon: <InboxOutlined /> },
      { path: "/public-notices", label: zh.shell.publicNotices, icon: <NotificationOutlined /> },
    ],
  },
  {
    title: zh.shell.groups.office,
    entries: [
      { path: "/absences", label: zh.shell.absences, icon: <ScheduleOutlined /> },
      { path: "/organisation", label: zh.shell.organisation, icon: <TeamOutlined /> },
      { path: "/calendar", label: zh.shell.calendar, icon: <CalendarOutlined /> },
    ],
  },
  {
    title: zh.shell.groups.own,
    entries: [
      { path: "/notices", label: zh.shell.notices, icon: <BellOutlined /> },
      { path: "/mailbox", label: zh.shell.mailbox, icon: <MailOutlined /> },
      { path: "/account", label: zh.shell.account, icon: <SafetyOutlined /> },
    ],
  },
  {
    title: zh.shell.groups.system,
    entries: [
      { path: "/designer", label: zh.shell.designer, icon: <ApartmentOutlined />, roles: DESIGNERS },
      { path: "/numbering", label: zh.shell.numbering, icon: <NumberOutlined />, roles: DESIGNERS },
      { path: "/lights", label: zh.shell.lights, icon: <BgColorsOutlined />, roles: DESIGNERS },
      { path: "/notice-texts", label: zh.shell.noticeTexts, icon: <FormOutlined />, roles: DESIGNERS },
      { path: "/channels", label: zh.shell.channels, icon: <ApiOutlined />, roles: ADMINISTRATORS },
      {
        path: "/deliveries",
        label: zh.shell.deliveries,
        icon: <SendOutlined />,
        roles: ADMINISTRATORS,
        count: <DeadCount kinds={["mails", "calls"]} />,
      },
    ],
  },
];

/** What somebody with these roles is offered; a group of which nothing is left is left out. */
export function groupsFor(held: Role[]): Group[] {
  const isOffered = ({ roles }: Entry) => !roles || roles.some((role) => held.includes(role));
  return GROUPS.map((group) => ({ ...group, entries: group.entries.filter(isOffered) })).filter(
    ({ entries }) => entries.length > 0,
  );
}

/** The entry a page belongs to: a page below it, or one that is reached from its list. */
export function entryOf(groups: Group[], pathname: string): Entry | undefined {
  const isBelow = (path: string) => pathname === path || pathname.startsWith(`${path}/`);
  return groups.flatMap(({ entries }) => entries).find(({ path, also }) => isBelow(path) || (also && isBelow(also)));
}
