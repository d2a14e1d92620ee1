/** Imports an Excel workbook: what it would change is shown first, or everything that is wrong with it. */
import { FileExcelOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Modal, Upload } from "antd";
import { useState, type ReactNode } from "react";
import { act, freshKey } from "../api/client";
import type { Problem } from "../api/problem";
import type { SheetImported } from "../api/types";
import { zh } from "../messages/zh";
import { MarkedCopy } from "./MarkedCopy";
import { ProblemList } from "./ProblemList";

const text = zh.sheets;
const KINDS = [".xlsx", ".xls"];
const CELL = /^(.*)!([A-Z]+)(\d+)$/;

interface Props {
  title: string;
  lead: string;
  path: string;
  /** Where the empty workbook is. */
  template: string;
  query?: Record<string, string | undefined>;
  /** Where a copy with the bad cells marked comes from. */
  marked?: string;
  children?: ReactNode;
  onClose: () => void;
}

export function SheetDialog({ title, lead, path, template, query = {}, marked, children, onClose }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [refused, setRefused] = useState(false);
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const checking = useMutation({ mutationFn: (chosen: File) => upload(path, chosen, { ...query, dry_run: "true" }) });
  const importing = useMutation({
    mutationFn: (chosen: File) => upload(path, chosen, query, key),
    onSuccess: async ({ changes }) => {
      void message.success(text.done(changes.length));
      onClose();
      await client.invalidateQueries();
    },
  });
  const take = (chosen: File) => {
    const isSheet = KINDS.some((kind) => chosen.name.toLowerCase().endsWith(kind));
    setRefused(!isSheet);
    setFile(isSheet ? chosen : null);
    setKey(freshKey());
    importing.reset();
    if (isSheet) checking.mutate(chosen);
    return Upload.LIST_IGNORE;
  };
  const found = checking.data?.changes;
  return (
    <Modal
      open
      width={720}
      title={title}
      okText={text.confirm}
      okButtonProps={{ disabled: !found?.length }}
      confirmLoading={importing.isPending}
      onOk={() => file && importing.mutate(file)}
      onCancel={onClose}
    >
      <p>
        {lead} <a href={template}>{text.template}</a>
      </p>
      {children}
      {refused && <Alert type="error" showIcon role="alert" className="problems" title={text.wrongKind} />}
      {checking.error && <MarkedCopy path={marked} file={file} />}
      <ProblemList error={importing.error ?? checking.error} placeOf={placeInSheet} />
      {found && !importing.error ? (
        <>
          <Changes file={file?.name ?? ""} changes={found} />
          <Button onClick={() => checking.reset()}>{text.again}</Button>
        </>
      ) : (
        <Upload.Dragger accept={KINDS.join(",")} showUploadList={false} disabled={checking.isPending} beforeUpload={take}>
          <FileExcelOutlined className="upload-icon" />
          <p>{checking.isPending ? text.checking : text.drop}</p>
          <p className="muted">{text.accepts}</p>
        </Upload.Dragger>
      )}
    </Modal>
  );
}

function Changes({ file, changes }: { file: string; changes: SheetImported["changes"] }) {
  if (changes.length === 0) return <p role="status">{text.nothing}</p>;
  return (
    <>
      <p role="status">{text.preview(file, changes.length)}</p>
      <ol className="sheet-changes">
        {changes.map(({ sheet, line, kind, name, fields }) => (
          <li key={`${sheet} ${line}`}>
            <strong>
              {text.kinds[kind]} {name}
            </strong>{" "}
            <span className="muted">{text.row(sheet, line)}</span>
            {fields.length > 0 && (
              <div className="breaks">
                {fields.map(({ heading, before, after }) => text.field(heading, before, after)).join(text.fieldBreak)}
              </div>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

/** The cell of a problem as a person finds it. */
export function placeInSheet({ field }: Problem): string | null {
  const [, sheet, column, line] = CELL.exec(field ?? "") ?? [];
  return sheet && line && column ? text.cell(sheet, line, column) : null;
}

function upload(path: string, file: File, query: Record<string, string | undefined>, key?: string) {
  const body = new FormData();
  body.append("file", file);
  return act<SheetImported>("POST", path, { body, query, headers: key ? { "Idempotency-Key": key } : {} });
}
