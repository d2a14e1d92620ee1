/** 表彰名单: the page without sign-in. */
export const publishedAwards = {
  title: (year: string) => `${year}年表彰名单`,
  years: "年份",
  none: "这一年没有公布的表彰。",
  decided: (date: string) => `${date}决定`,
  columns: { name: "名称", unit: "单位", number: "证书编号", state: "状态" },
  revoked: (date: string) => `已于${date}撤销`,
};
