/** The list of proposed items, editable row by row or many at once. */
import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Checkbox, Empty, Pagination } from "antd";
import { useState } from "react";
import type { DraftRow } from "../../api/types";
import { zh } from "../../messages/zh";
import { BulkBar } from "./BulkBar";
import { DraftRowEditor } from "./DraftRowEditor";
import { patched, withNewRow, type RowPatch } from "./rows";

const text = zh.drafts;
const ROWS_A_PAGE = 20;

interface Props {
  rows: DraftRow[];
  onChange: (rows: DraftRow[]) => void;
  /** Rows of a document are left out by their checkbox; rows entered by hand can be added and removed. */
  extendable?: boolean;
}

export function DraftRows({ rows, onChange, extendable = false }: Props) {
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [page, setPage] = useState(1);
  const { message } = App.useApp();
  const shown = rows.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE);
  const applyToSelected = (patch: RowPatch) => {
    onChange(patched(rows, selected, patch));
    void message.success(text.applied(selected.size));
  };
  const add = () => {
    const longer = withNewRow(rows);
    onChange(longer);
    setPage(Math.ceil(longer.length / ROWS_A_PAGE));
  };
  return (
    <div className="drafts">
      <div className="drafts-tools no-print">
        <SelectAll rows={rows} selected={selected} onSelect={setSelected} />
        <BulkBar selected={selected.size} onApply={applyToSelected} />
      </div>
      {rows.length === 0 && <Empty description={text.empty} />}
      <ol className="draft-list" aria-label={text.label}>
        {shown.map((row) => (
          <DraftRowEditor
            key={row.ordinal}
            row={row}
            selected={selected.has(row.ordinal)}
            onSelect={(on) => setSelected(toggled(selected, row.ordinal, on))}
            onChange={(patch) => onChange(patched(rows, new Set([row.ordinal]), patch))}
            onRemove={extendable ? () => onChange(rows.filter(({ ordinal }) => ordinal !== row.ordinal)) : undefined}
          />
        ))}
      </ol>
      <div className="drafts-foot no-print">
        {extendable && (
          <Button icon={<PlusOutlined />} onClick={add}>
            {text.add}
          </Button>
        )}
        <Pagination
          current={page}
          pageSize={ROWS_A_PAGE}
          total={rows.length}
          showTotal={text.total}
          showSizeChanger={false}
          hideOnSinglePage
          onChange={setPage}
        />
      </div>
    </div>
  );
}

type Selection = ReadonlySet<number>;

function SelectAll(props: { rows: DraftRow[]; selected: Selection; onSelect: (selection: Selection) => void }) {
  const { rows, selected, onSelect } = props;
  const all = rows.length > 0 && selected.size === rows.length;
  return (
    <Checkbox
      checked={all}
      indeterminate={selected.size > 0 && !all}
      onChange={() => onSelect(all ? new Set() : new Set(rows.map(({ ordinal }) => ordinal)))}
    >
      {all ? text.selectNone : text.selectAll}
    </Checkbox>
  );
}

function toggled(selection: Selection, ordinal: number, on: boolean): Selection {
  const next = new Set(selection);
  if (on) next.add(ordinal);
  else next.delete(ordinal);
  return next;
}
