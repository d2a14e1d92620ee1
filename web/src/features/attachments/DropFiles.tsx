/** Where files are dropped or chosen. */
import { PaperClipOutlined } from "@ant-design/icons";
import { Upload } from "antd";
import { zh } from "../../messages/zh";

const text = zh.attachments;

interface Props {
  busy: boolean;
  extensions: string[];
  megabytes: number;
  onFiles: (files: File[]) => void;
}

export function DropFiles({ busy, extensions, megabytes, onFiles }: Props) {
  return (
    <Upload.Dragger
      multiple
      accept={extensions.join(",")}
      showUploadList={false}
      disabled={busy}
      beforeUpload={(file, files) => {
        if (file.uid === files[0]?.uid) onFiles(files);
        return Upload.LIST_IGNORE;
      }}
    >
      <p>
        <PaperClipOutlined /> {busy ? text.adding : text.drop}
      </p>
      <p className="muted">{text.accepts(megabytes)}</p>
    </Upload.Dragger>
  );
}
