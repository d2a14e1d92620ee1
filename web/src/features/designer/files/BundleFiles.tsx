/** The other files of the bundle: decision tables and forms to change, and what came along because it is called. */
import { Button, Collapse, Drawer, Tag } from "antd";
import { useState, type ReactNode } from "react";
import type { BundleFile } from "../../../api/types";
import { zh } from "../../../messages/zh";
import { tablesOf } from "./decisionTable";
import { FormEditor } from "./FormEditor";
import { TableEditor } from "./TableEditor";

const text = zh.designer;

/** What was changed and is not deployed yet, by file name. */
export type Edits = Readonly<Record<string, string>>;

interface Props {
  files: BundleFile[];
  edits?: Edits;
  /** None: they are only read. */
  onEdit?: (name: string, content: string) => void;
  /** To check and to deploy from here, and what came of it. */
  actions?: ReactNode;
}

export function BundleFiles({ files, edits = {}, onEdit, actions }: Props) {
  const [open, setOpen] = useState(false);
  const items = files.toSorted((left, right) => ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind)).map((file) => ({
    key: file.name,
    label: (
      <>
        {`${text.kinds[file.kind]} ${titleOf(file)}`} <span className="muted">{text.fileName(file.name, file.called)}</span>{" "}
        {file.name in edits && <Tag color="warning">{text.edited}</Tag>}
      </>
    ),
    children: <OneFile file={file} content={edits[file.name] ?? file.text} onEdit={file.called.length ? undefined : onEdit} />,
  }));
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text.files}</Button>
      <Drawer open={open} size={onEdit ? "min(1360px, 96vw)" : 640} title={text.files} onClose={() => setOpen(false)} destroyOnHidden>
        {actions}
        <Collapse items={items} />
      </Drawer>
    </>
  );
}

/** What a designer comes for stands first. */
const ORDER: BundleFile["kind"][] = ["dmn", "form", "bpmn"];

/** What a file is called by those who work with it; nothing where it does not say. */
function titleOf({ kind, text }: BundleFile): string {
  if (kind === "dmn") return tablesOf(text)[0]?.name ?? "";
  return (kind === "form" ? /"title"\s*:\s*"([^"]*)"/ : /<\w*:?process[^>]* name="([^"]*)"/).exec(text)?.[1] ?? "";
}

interface FileProps {
  file: BundleFile;
  content: string;
  onEdit: Props["onEdit"];
}

function OneFile({ file, content, onEdit }: FileProps) {
  const onChange = onEdit && ((changed: string) => onEdit(file.name, changed));
  if (file.kind === "dmn") return <TableEditor xml={content} onChange={onChange} />;
  if (file.kind === "form") return <FormEditor name={file.name} json={content} onChange={onChange} />;
  return <pre className="bundle-file">{content}</pre>;
}
