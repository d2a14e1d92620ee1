/** The other files of the bundle, to read: decision tables and forms. */
import { Button, Collapse, Drawer } from "antd";
import { useState } from "react";
import type { BundleFile } from "../../api/types";
import { zh } from "../../messages/zh";

const text = zh.designer;

export function BundleFiles({ files }: { files: BundleFile[] }) {
  const [open, setOpen] = useState(false);
  const items = files.map((file) => ({
    key: file.name,
    label: `${text.kinds[file.kind]} ${file.name}`,
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
