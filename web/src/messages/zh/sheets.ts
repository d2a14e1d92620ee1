/** Importing an Excel workbook: what it would change is shown before it does. */
export const sheets = {
  drop: "点击选择，或把 Excel 工作簿拖到这里",
  accepts: "支持 .xlsx、.xls，不超过 10 MB",
  wrongKind: "请选择 .xlsx 或 .xls 工作簿。",
  checking: "正在核对……",
  template: "下载模板",
  confirm: "确认导入",
  again: "换一个文件",
  marked: "下载标出问题的副本",
  markedName: (name: string) => `问题标注-${name.replace(/\.xls$/, ".xlsx")}`,
  nothing: "与现状完全一致，没有需要导入的内容。",
  preview: (file: string, count: number) => `“${file}”核对无误，将作 ${count} 处变动：`,
  done: (count: number) => `已导入 ${count} 处变动。`,
  kinds: { new: "新增", changed: "修改", ended: "停用", entered: "登记外出" },
  row: (sheet: string, line: number) => `${sheet} 第 ${line} 行`,
  cell: (sheet: string, line: string, column: string) => `${sheet} 第 ${line} 行 ${column} 列`,
  field: (heading: string, before: string, after: string) =>
    before ? `${heading}：${before} → ${after || "（空）"}` : `${heading}：${after}`,
  fieldBreak: "；",
};
