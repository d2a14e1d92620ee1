/** The local mailbox: what the product has sent. */
export const mailbox = {
  title: "本地邮箱",
  lead: "这里可以查看系统发出的全部邮件。",
  columns: { time: "时间", to: "收件人", subject: "主题", state: "发送状态" },
  states: {
    waiting: "待发送",
    sent: "已发送",
    kept: "已存入本地邮箱",
    dead: "发送失败",
    gathered: "待汇总",
    bundled: "已并入每日摘要",
  } as Record<string, string>,
  empty: "还没有邮件。",
  choose: "选择左侧的一封邮件查看内容。",
  html: "版式内容",
  text: "纯文本",
  to: "收件人",
  time: "时间",
  address: (name: string, address: string) => (name ? `${name} <${address}>` : address),
  frame: (subject: string) => `邮件内容：${subject}`,
  back: "返回邮件列表",
};
