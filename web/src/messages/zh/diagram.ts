/** The diagram of a process and the course of its events. */
const EVENTS: Record<string, string> = {
  "instance.started": "流程启动",
  "instance.completed": "流程办结",
  "instance.cancelled": "流程取消",
  "instance.suspended": "流程暂停",
  "instance.resumed": "流程恢复",
  "incident.raised": "流程受阻",
  "incident.retried": "重新执行",
  "delivery.resent": "重新发送",
  "timer.failed": "到期处理失败",
  "task.opened": "任务交办",
  "task.completed": "任务办结",
  "task.claimed": "认领任务",
  "task.released": "退回认领",
  "task.cancelled": "任务撤回",
  "element.completed": "完成环节",
};

export const diagram = {
  label: "流程图",
  loading: "正在加载流程图……",
  failed: "流程图没有加载出来",
  current: "当前环节",
  currentAre: (names: string) => `当前环节：${names}`,
  zoomIn: "放大",
  zoomOut: "缩小",
  fit: "看全图",
  toCurrent: "看当前环节",
  eventText: (type: string) => EVENTS[type],
  by: (name: string) => `办理人：${name}`,
  comment: (comment: string) => `备注：${comment}`,
  historyEmpty: "还没有办理记录。",
};
