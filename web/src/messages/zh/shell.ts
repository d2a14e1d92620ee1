/** The frame around every page: menu, head, signing out. */
export const shell = {
  menu: "菜单",
  menuOpen: "打开菜单",
  tasks: "我的任务",
  imports: "导入方案",
  matters: "督办事项",
  ledger: "台账",
  absences: "外出登记",
  organisation: "组织与人员",
  mailbox: "本地邮箱",
  designer: "流程设计",
  deliveries: "发送情况",
  account: "账户与安全",
  signOut: "退出登录",
  today: "服务器时间",
  skip: "跳到正文",
  pageTitle: (page: string) => `${page} · 督办`,
};
