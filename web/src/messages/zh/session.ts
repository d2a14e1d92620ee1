/** The sign-in page. */
export const session = {
  title: "督办",
  purpose: "交办、催办、盯办、督办，件件有回音",
  username: "用户名",
  password: "密码",
  usernameNeeded: "请输入用户名",
  passwordNeeded: "请输入密码",
  signIn: "登录",
  signingIn: "正在登录……",
  or: "或",
  through: (provider: string) => `用${provider}登录`,
  refused: {
    provider: "统一身份认证没有通过，请重新登录；一直这样请联系系统管理员。",
    unknown: "您的身份已通过认证，但在本系统没有账号，请联系系统管理员。",
    away: "统一身份认证暂时连不上，请稍后再试，或用用户名和密码登录。",
  } as Record<string, string | undefined>,
  again: "登录已过期",
  againLead: "请再登录一次。页面上已经填写的内容还在，登录后可以接着办理。",
  asSomebodyElse: "换人登录",
  demo: "演示账号（点一下自动填写）",
};
