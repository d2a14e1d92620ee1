/** 登录记录: who signed in, from where, how, and with what result. */
import type { SignInLine } from "../../api/types";

const RESULTS: Record<SignInLine["result"], string> = {
  opened: "登录成功",
  wrong: "密码不正确",
  waiting: "失败次数过多，未予受理",
  unknown: "用户名不存在",
  left: "已离岗，不准登录",
  refused: "统一身份认证未通过",
  old_wrong: "修改密码时原密码不正确",
  signed_out: "退出登录",
  ended: "本人退出其他登录",
  ended_by_administrator: "管理员结束登录",
  password_changed: "修改密码",
  password_given: "管理员重置密码",
  password_removed: "取消本系统密码",
  token_created: "新建接口令牌",
  token_revoked: "撤销接口令牌",
};

const WAYS: Record<SignInLine["way"], string> = {
  "": "—",
  password: "密码",
  directory: "单位目录密码",
  provider: "统一身份认证",
  token: "接口令牌",
  console: "服务器命令行",
};

export const signIns = {
  title: "登录记录",
  lead: "谁、什么时候、从哪里、用什么方式登录，结果如何。记录只增不改，至少保存六个月。",
  columns: {
    person: "人员",
    result: "结果",
    at: "时间",
    way: "方式",
    address: "地址",
    device: "设备",
    by: "经办人",
  },
  results: RESULTS,
  ways: WAYS,
  failed: "全部未成功的",
  period: "日期",
  clear: "清除条件",
  empty: "没有符合条件的登录记录。",
  typed: (name: string) => `未知用户（${name || "未记录"}）`,
  nobody: "未知用户",
  times: (times: number) => `${times} 次`,
  until: (at: string, last: string) => (at === last ? at : `${at} 至 ${last}`),
  manyAddresses: "多个地址",
  console: "本机",
  unknownDevice: "未知设备",
  own: "最近的登录记录",
  last: (at: string, way: string, address: string, device: string) => `上次登录：${at}，${way}，${address}，${device}。`,
  first: "这是您的第一次登录。",
  failuresSince: (times: number) => `上次登录以后，有 ${times} 次没有成功的登录。不是您本人的，请修改密码，并告诉系统管理员。`,
  noFailures: "此后没有失败的登录。",
};
