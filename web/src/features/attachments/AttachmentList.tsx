/** Files with who attached them and when; each is downloaded, and taken away by who attached it. */
import { Button, Popconfirm } from "antd";
import type { Attachment } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { contentAddress } from "./attachmentsApi";
import { Preview } from "./Preview";
import { sizeOf } from "./sizeOf";

const text = zh.attachments;

interface Props {
  items: Attachment[];
  busy: boolean;
  onRemove: (attachment: Attachment) => void;
}

export function AttachmentList({ items, busy, onRemove }: Props) {
  if (items.length === 0) return <p className="muted">{text.empty}</p>;
  return (
    <ul className="attachments">
      {items.map((item) => (
        <li key={item.id}>
          <a href={contentAddress(item)} download={item.name}>
            {item.name}
          </a>
          <span className="muted">
            {text.about(item.kind.text, sizeOf(item.size), item.added_by?.name ?? "", exactTime(item.added_at))}
          </span>
          <Preview file={item} />
          {item.removable && (
            <Popconfirm title={text.removeAsk(item.name)} okText={text.remove} onConfirm={() => onRemove(item)}>
              <Button type="link" size="small" danger disabled={busy} aria-label={text.removeOne(item.name)}>
                {text.remove}
              </Button>
            </Popconfirm>
          )}
        </li>
      ))}
    </ul>
  );
}
