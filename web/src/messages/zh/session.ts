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
  demo: "演示账号（点一下自动填写）",
};
