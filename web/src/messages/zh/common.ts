/** Words used on every page. */
import type { Cadence, LightCode } from "../../api/types";

const LIGHTS: Record<LightCode, string> = {
  green: "绿灯",
  yellow: "黄灯",
  red: "红灯",
  grey: "灰灯（暂停）",
  blue: "蓝灯（已销号）",
};

const CADENCES: Record<Cadence, string> = {
  none: "不定期",
  daily: "每个工作日一次",
  weekly: "每周一次",
  half_monthly: "每半月一次",
  monthly: "每月一次",
  milestone: "按节点",
};

const STATUS: Record<number, string> = {
  401: "登录已过期，请重新登录。",
  403: "您没有办理这项操作的权限。如确需办理，请联系系统管理员。",
  404: "没有找到这条记录，可能已被办结、撤回，或者不在您的办理范围内。",
  409: "这条记录刚刚被其他人更新过，请刷新后再办理。",
  413: "文件太大，请压缩或拆分后再上传。",
  422: "填写的内容有误，请按提示修改。",
};

export const common = {
  product: "督办",
  lights: LIGHTS,
  cadences: CADENCES,
  statusText: (status: number) => STATUS[status] ?? `服务暂时不可用（代码 ${status}），请稍后再试。`,
  offline: "连接不上服务器，请检查网络后再试。",
  unexpected: "页面出现意外情况，请刷新后再试。",
  loading: "正在加载……",
  retry: "重新加载",
  loadMore: "加载更多",
  allShown: (count: number) => `共 ${count} 条，已全部显示`,
  excel: "导出 Excel",
  print: "打印",
  choose: "选择",
  chooseAll: "全选",
  none: "—",
  noDue: "未设期限",
  problemsTitle: (count: number) => `有 ${count} 处需要修改`,
  problemPlace: (place: string) => `【${place}】`,
  line: (line: number) => `第 ${line} 行`,
  dueIn: (span: string) => `还有 ${span}`,
  overdueBy: (span: string) => `已逾期 ${span}`,
  days: (days: number) => `${days} 天`,
  hours: (hours: number) => `${hours} 小时`,
  minutes: (minutes: number) => `${minutes} 分钟`,
  daysAndHours: (days: number, hours: number) => (hours ? `${days} 天 ${hours} 小时` : `${days} 天`),
  date: (year?: string, month?: string | number, day?: string | number) => `${year}年${month}月${day}日`,
  dateAndTime: (date: string, time: string) => `${date} ${time}`,
  notFoundTitle: "没有这个页面",
  notFoundText: "网址可能输错了，或者页面已经搬走。",
  goneTitle: "没有找到",
  goneText: "可能网址不完整，或者已办结、撤回，或者不在您的办理范围内。",
  toTasks: "回到我的任务",
  forbiddenTitle: "此页面仅供指定岗位使用",
  forbiddenText: "如工作需要，请联系系统管理员开通。",
};
