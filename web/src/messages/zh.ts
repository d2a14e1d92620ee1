/** Every text the pages show, one catalogue a feature. */
import { account } from "./zh/account";
import { absences } from "./zh/absences";
import { attachments } from "./zh/attachments";
import { ballots } from "./zh/ballots";
import { calendar } from "./zh/calendar";
import { commendation } from "./zh/commendation";
import { asking, course, duplicates, numbering } from "./zh/course";
import { common } from "./zh/common";
import { deliveries } from "./zh/deliveries";
import { designer } from "./zh/designer";
import { diagram } from "./zh/diagram";
import { documents } from "./zh/documents";
import { drafts } from "./zh/drafts";
import { forms } from "./zh/forms";
import { imports } from "./zh/imports";
import { items } from "./zh/items";
import { ledger } from "./zh/ledger";
import { lights } from "./zh/lights";
import { mailbox } from "./zh/mailbox";
import { matters } from "./zh/matters";
import { notices } from "./zh/notices";
import { negativeList, performance } from "./zh/performance";
import { publicNotices } from "./zh/publicNotices";
import { organisation } from "./zh/organisation";
import { reviews } from "./zh/reviews";
import { session } from "./zh/session";
import { sheets } from "./zh/sheets";
import { signIns } from "./zh/signIns";
import { shell } from "./zh/shell";
import { overview, statistics } from "./zh/statistics";
import { taskVerbs } from "./zh/taskVerbs";
import { tasks } from "./zh/tasks";

export const zh = {
  account,
  absences,
  asking,
  attachments,
  ballots,
  calendar,
  commendation,
  common,
  course,
  deliveries,
  designer,
  diagram,
  documents,
  drafts,
  duplicates,
  forms,
  imports,
  items,
  ledger,
  lights,
  mailbox,
  matters,
  negativeList,
  numbering,
  notices,
  publicNotices,
  organisation,
  reviews,
  overview,
  performance,
  session,
  sheets,
  shell,
  signIns,
  statistics,
  taskVerbs,
  tasks,
};
