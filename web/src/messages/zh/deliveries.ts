/** What leaves the house: mails and calls that wait, were sent or could not be. */
import type { DeliveryKind, DeliveryState } from "../../api/types";

const KINDS: Record<DeliveryKind, string> = { mails: "邮件", calls: "外部调用" };

const STATES: Record<DeliveryState, string> = {
  dead: "发送失败",
  waiting: "待发送",
  sent: "已发送",
  kept: "已存入本地邮箱",
  gathered: "待汇总",
  bundled: "已并入摘要",
};

const EMPTY: Record<DeliveryState | "all", string> = {
  dead: "没有发送失败的。",
  waiting: "没有待发送的。",
  sent: "没有已发送的。",
  kept: "没有存入本地邮箱的。",
  gathered: "没有等待汇总的。",
  bundled: "没有并入摘要的。",
  all: "还没有发送记录。",
};

const LEADS: Record<DeliveryKind, (name: string, to: string) => string> = {
  mails: (name, to) => `将邮件“${name}”再次发送给 ${to}。`,
  calls: (name, to) => `将“${name}”再次通知接收方 ${to}。`,
};

export const deliveries = {
  title: "发送情况",
  lead: "系统发出的邮件和对其他系统的调用。多次发送不成的，标为“发送失败”，不再自动发送；排除故障后，可在这里重新发送。",
  kinds: KINDS,
  states: STATES,
  all: "全部",
  stateFilter: "按发送状态筛选",
  count: (name: string, count: number) => `${name} ${count}`,
  deadCount: (count: number) => `${count} 条发送失败`,
  columns: {
    name: { mails: "主题", calls: "事件" } satisfies Record<DeliveryKind, string>,
    to: { mails: "收件人", calls: "接收方" } satisfies Record<DeliveryKind, string>,
    state: "状态",
    attempts: "已试次数",
    reason: "失败原因",
    created: "生成时间",
    next: "下次发送",
    sent: "发出时间",
    resent: "重发记录",
    action: "操作",
  },
  times: (count: number) => `${count} 次`,
  noMoreTries: "不再自动发送",
  resentBy: (time: string, name: string) => `${time} ${name}`.trimEnd(),
  empty: EMPTY,
  resend: "重新发送",
  resendLead: LEADS,
  resendThen: "发送后仍不成的，会自动再试；原因记录在案。",
  reason: "重新发送的原因",
  reasonNeeded: "请写明重新发送的原因",
  resent: "已重新列入待发送。",
};
