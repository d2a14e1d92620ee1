/** The page on which the lights get the office's own words and colours. */
export const lights = {
  title: "状态灯样式",
  lead: "各种灯的名称和颜色按本单位习惯定，页面、台账、月报都照此显示；形状不变，黑白打印也分得清。什么时候亮什么灯，在决策表“亮灯规则”里定。",
  looks: "名称和颜色",
  labelOf: (meaning: string) => `${meaning}的名称`,
  colourOf: (meaning: string) => `${meaning}的颜色`,
  meanings: { green: "正常推进", yellow: "预警", red: "逾期、严重落后", grey: "暂停、未派单", blue: "已销号" },
  restore: "恢复自带样式",
  save: "保存",
  saved: "已保存",
};
