/** The office's calendar: the days of a year, entering notices and days, and what moved. */
import type { DayKind, OwnDayKind } from "../../api/types";

const KINDS: Record<DayKind, string> = {
  working: "工作日",
  weekend: "周末",
  holiday: "节假日",
  adjusted: "调休上班",
  office_off: "本单位休息",
  office_open: "本单位上班",
  office_hours: "调整办公时间",
};

/** One character in the cell: the colour never stands alone. */
const MARKS: Record<DayKind, string> = {
  working: "",
  weekend: "",
  holiday: "休",
  adjusted: "班",
  office_off: "停",
  office_open: "加",
  office_hours: "时",
};

const OWN_KINDS: Record<OwnDayKind, string> = {
  off: "休息",
  open: "上班",
  hours: "办公时间",
  usual: "恢复",
};

const SOURCES: Record<string, string> = { page: "逐日填写", sheet: "Excel 导入", notice: "粘贴通知" };

export const calendar = {
  title: "工作日历",
  lead: "办理时限按这里的工作日计算。节假日和调休以国务院办公厅通知为准，本单位另有安排的，以本单位为准。",
  year: (year: number) => `${year}年`,
  month: (month: number) => `${month}月`,
  before: "上一年",
  after: "下一年",
  weekdays: ["一", "二", "三", "四", "五", "六", "日"],
  provisional: (year: number) => `${year}年放假通知尚未录入，日历为推定，涉及这一年的办理时限均为暂定。`,
  provisionalThen: "通知发布后录入，暂定的时限将重新计算，并列出变动的任务。",
  official: (year: number) => `${year}年已按正式放假通知排定。`,
  notice: "查看通知原文",
  hours: (periods: string) => `办公时间：${periods}`,
  period: (start: string, end: string) => `${start}—${end}`,
  legend: "图例",
  kinds: KINDS,
  marks: MARKS,
  dayLabel: (date: string, kind: string, reason: string) => [date, kind, reason].filter(Boolean).join(" "),
  span: (first: number, last: number) => (first === last ? `${first}日` : `${first}日—${last}日`),
  workingDays: (count: number) => `${count} 个工作日`,
  enter: "调整日历",
  ways: { notice: "粘贴通知", sheet: "导入 Excel", day: "逐日填写" },
  noticeText: "国务院办公厅放假通知正文",
  noticeLead: "请连同标题一起粘贴。识别结果核对无误后再保存。",
  noticeNeeded: "请粘贴通知正文",
  read: "识别",
  sheetLead: "表头为：日期、类型、原因、时间。类型填写：节假日、调休上班（正式通知），休息、上班、办公时间、恢复（本单位）。",
  drop: "点击或拖入 Excel 文件（.xlsx、.xls）",
  reading: "正在识别……",
  date: "日期",
  dateNeeded: "请选择日期",
  kind: "类型",
  kindNeeded: "请选择类型",
  reason: "原因",
  start: "开始时间",
  end: "结束时间",
  add: "加入",
  ownKinds: OWN_KINDS,
  understood: "识别结果（尚未保存）",
  understoodYear: (year: number) => `${year}年放假通知`,
  festival: "节日",
  off: "放假",
  worked: "上班",
  dates: (first: string, last: string) => (first === last ? first : `${first}—${last}`),
  days: (count: number) => `共${count}天`,
  ownDays: (count: number) => `本单位调整 ${count} 天`,
  save: "保存并重新计算时限",
  discard: "放弃",
  saved: (items: number, others: number) => `已保存，${moved(items, others)}。`,
  changes: "调整记录",
  noChanges: "还没有调整过日历。",
  change: (version: number, source: string) => `第 ${version} 次调整（${SOURCES[source] ?? source}）`,
  by: (time: string, name: string) => `${time} ${name}`.trimEnd(),
  moved,
  others: "环节、公示和其他任务",
  columns: { item: "任务", kind: "类别", what: "事项", before: "原时限", after: "新时限", why: "变动原因" },
  nowOff: (days: string) => `新增休息：${days}`,
  nowWorked: (days: string) => `改为上班：${days}`,
  kept: "调整后的日期已过，按下一个下班时间计，不作逾期",
  hoursOnly: "办公时间调整",
  named: (date: string, reason: string) => `${date}（${reason}）`,
  and: "、",
};

function moved(items: number, others: number): string {
  const parts = [
    items > 0 && `${items} 项任务的办理时限有变动`,
    others > 0 && `另有 ${others} 处时间有变动`,
  ].filter(Boolean);
  return parts.join("，") || "没有任务的办理时限变动";
}
