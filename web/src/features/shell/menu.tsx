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
  LoginOutlined,
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

interface Entry {
  path: string;
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

const ENTRIES: Entry[] = [
  { path: "/tasks", label: zh.shell.tasks, icon: <CheckSquareOutlined /> },
  { path: "/imports", label: zh.shell.imports, icon: <ImportOutlined />, roles: OFFICERS },
  { path: "/matters", label: zh.shell.matters, icon: <FolderOpenOutlined />, roles: OVERSEERS },
  { path: "/ledger", label: zh.shell.ledger, icon: <TableOutlined /> },
  { path: "/reviews", label: zh.shell.reviews, icon: <AuditOutlined /> },
  { path: "/performance", label: zh.shell.performance, icon: <RiseOutlined /> },
  { path: "/negative-list", label: zh.shell.negativeList, icon: <WarningOutlined /> },
  { path: "/commendation", label: zh.shell.commendation, icon: <TrophyOutlined /> },
  { path: "/overview", label: zh.shell.overview, icon: <FundOutlined /> },
  { path: "/statistics", label: zh.shell.statistics, icon: <BarChartOutlined /> },
  { path: "/asking", label: zh.shell.asking, icon: <ColumnHeightOutlined />, roles: [...OVERSEERS, "designer"] },
  { path: "/documents", label: zh.shell.documents, icon: <FileTextOutlined />, roles: OVERSEERS },
  { path: "/ballots", label: zh.shell.ballots, icon: <InboxOutlined /> },
  { path: "/public-notices", label: zh.shell.publicNotices, icon: <NotificationOutlined /> },
  { path: "/absences", label: zh.shell.absences, icon: <ScheduleOutlined /> },
  { path: "/organisation", label: zh.shell.organisation, icon: <TeamOutlined /> },
  { path: "/calendar", label: zh.shell.calendar, icon: <CalendarOutlined /> },
  { path: "/notices", label: zh.shell.notices, icon: <BellOutlined /> },
  { path: "/mailbox", label: zh.shell.mailbox, icon: <MailOutlined /> },
  { path: "/sign-ins", label: zh.shell.signIns, icon: <LoginOutlined />, roles: AUDITORS },
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
  { path: "/account", label: zh.shell.account, icon: <SafetyOutlined /> },
];

export function entriesFor(held: Role[]): Entry[] {
  return ENTRIES.filter(({ roles }) => !roles || roles.some((role) => held.includes(role)));
}
