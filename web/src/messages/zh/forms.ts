/** What a form says when something is missing or does not fit, and the words on its buttons. */
import { TranslatableString } from "@rjsf/utils";

export const forms = {
  neededHere: "请填写此项",
  tooShort: (limit: number) => `至少填写 ${limit} 个字`,
  tooLong: (limit: number) => `最多填写 ${limit} 个字`,
  tooSmall: (limit: number) => `不能小于 ${limit}`,
  tooLarge: (limit: number) => `不能大于 ${limit}`,
  tooFew: (limit: number) => `至少需要 ${limit} 项`,
  tooMany: (limit: number) => `最多只能有 ${limit} 项`,
  notAChoice: "请从所列选项中选择",
  notADate: "请填写正确的日期",
  notAForm: "填写的格式不对，请检查",
  duplicate: "有重复的内容",
  unknown: "填写的内容不符合要求",
  choosePerson: "选择人员",
  noEvidence: "没有逐项要求的佐证材料",
  chooseUnit: "选择单位",
};

/** The words of the form library itself. */
export const formWords: Partial<Record<TranslatableString, string>> = {
  [TranslatableString.ArrayItemTitle]: "第",
  [TranslatableString.MissingItems]: "缺少列表内容的定义",
  [TranslatableString.YesLabel]: "是",
  [TranslatableString.NoLabel]: "否",
  [TranslatableString.CloseLabel]: "关闭",
  [TranslatableString.ErrorsLabel]: "需要修改的地方",
  [TranslatableString.NewStringDefault]: "新的内容",
  [TranslatableString.AddButton]: "增加",
  [TranslatableString.AddItemButton]: "增加一项",
  [TranslatableString.CopyButton]: "复制",
  [TranslatableString.MoveDownButton]: "下移",
  [TranslatableString.MoveUpButton]: "上移",
  [TranslatableString.RemoveButton]: "删除",
  [TranslatableString.NowLabel]: "现在",
  [TranslatableString.ClearLabel]: "清空",
  [TranslatableString.AriaDateLabel]: "选择日期",
  [TranslatableString.PreviewLabel]: "预览",
  [TranslatableString.DecrementAriaLabel]: "减一",
  [TranslatableString.IncrementAriaLabel]: "加一",
  [TranslatableString.OptionPrefix]: "选项 %1",
  [TranslatableString.TitleOptionPrefix]: "%1 选项 %2",
  [TranslatableString.FilesInfo]: "%1（%2，%3 字节）",
};
