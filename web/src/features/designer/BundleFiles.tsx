/** The other files of the bundle, to read: decision tables, forms, and what came along because it is called. */
import { Button, Collapse, Drawer } from "antd";
import { useState } from "react";
import type { BundleFile } from "../../api/types";
import { zh } from "../../messages/zh";

const text = zh.designer;

export function BundleFiles({ files }: { files: BundleFile[] }) {
  const [open, setOpen] = useState(false);
  const items = files.map((file) => ({
    key: file.name,
    label: `${text.kinds[file.kind]} ${text.fileName(file.name, file.called)}`,
    children: <pre className="bundle-file">{file.text}</pre>,
  }));
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text.files}</Button>
      <Drawer open={open} size={640} title={text.files} onClose={() => setOpen(false)}>
        <Collapse items={items} />
      </Drawer>
    </>
  );
}
