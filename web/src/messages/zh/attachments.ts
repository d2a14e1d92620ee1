/** The files of a task, an item or a nomination. */
export const attachments = {
  title: "附件",
  empty: "还没有附件。",
  drop: "点击选择文件，或把文件拖到这里",
  adding: "正在上传……",
  accepts: (megabytes: number) =>
    `PDF、OFD、Word、Excel、PPT、WPS、PNG、JPG、TXT、ZIP，每个不超过 ${megabytes} MB。不得上传涉密文件。`,
  added: "附件已上传。",
  about: (kind: string, size: string, by: string, at: string) => `${kind}，${size}，${by} ${at} 上传`,
  bytes: "字节",
  preview: "预览",
  previewOne: (name: string) => `预览 ${name}`,
  previewCut: "内容较长，只显示前面一部分；全部内容请下载查看。",
  remove: "删除",
  removeOne: (name: string) => `删除附件 ${name}`,
  removeAsk: (name: string) => `确定删除“${name}”？删除会留下记录。`,
};
