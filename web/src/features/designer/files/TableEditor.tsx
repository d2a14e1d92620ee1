/** A decision table as rows and columns to write in; who may not change it reads it. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Space } from "antd";
import { zh } from "../../../messages/zh";
import { addRow, moveRow, removeRow, setCell, setDescription, tablesOf, type DecisionTable, type Row } from "./decisionTable";

const text = zh.designer.tables;

interface Props {
  xml: string;
  /** None: it is only read. */
  onChange?: (xml: string) => void;
}

export function TableEditor({ xml, onChange }: Props) {
  const tables = tablesOf(xml);
  if (tables.length === 0) return <Alert type="warning" showIcon title={text.unreadable} description={<pre>{xml}</pre>} />;
  return (
    <>
      <p className="muted">{text.hint}</p>
      {tables.map((table) => (
        <OneTable key={table.id} table={table} xml={xml} onChange={onChange} />
      ))}
    </>
  );
}

function OneTable({ table, xml, onChange }: Props & { table: DecisionTable }) {
  return (
    <>
      <p>
        <strong>{table.name}</strong> <span className="muted">{text.policies[table.hitPolicy] ?? table.hitPolicy}</span>
      </p>
      <div className="decision-table" role="region" aria-label={table.name} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.row}</th>
              {table.columns.map((column) => (
                <th key={column.id} scope="col" className={column.isAnswer ? "answer" : undefined}>
                  {column.label}
                  <small>{column.name}</small>
                </th>
              ))}
              {onChange && <th scope="col">{text.order}</th>}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, place) => (
              <OneRow key={row.id} table={table} row={row} place={place} xml={xml} onChange={onChange} />
            ))}
          </tbody>
        </table>
      </div>
      {onChange && (
        <Button icon={<PlusOutlined />} onClick={() => onChange(addRow(xml, table.id, null))}>
          {text.add}
        </Button>
      )}
    </>
  );
}

function OneRow({ table, row, place, xml, onChange }: Props & { table: DecisionTable; row: Row; place: number }) {
  const named = text.rowName(place + 1);
  return (
    <tr>
      <th scope="row">
        {place + 1}
        <small>{row.id}</small>
        <Cell
          label={`${named} ${text.description}`}
          value={row.description}
          onWrite={onChange && ((written) => onChange(setDescription(xml, table.id, row.id, written)))}
        />
      </th>
      {table.columns.map((column, at) => (
        <td key={column.id} className={column.isAnswer ? "answer" : undefined}>
          <Cell
            label={`${named} ${column.label}`}
            value={row.cells[at] ?? ""}
            onWrite={onChange && ((written) => onChange(setCell(xml, table.id, row.id, at, written)))}
          />
        </td>
      ))}
      {onChange && (
        <td>
          <Space size={2}>
            <Button type="text" size="small" icon={<ArrowUpOutlined />} aria-label={`${named} ${text.up}`} onClick={() => onChange(moveRow(xml, table.id, row.id, -1))} />
            <Button type="text" size="small" icon={<ArrowDownOutlined />} aria-label={`${named} ${text.down}`} onClick={() => onChange(moveRow(xml, table.id, row.id, 1))} />
            <Button type="text" size="small" icon={<PlusOutlined />} aria-label={`${named} ${text.above}`} onClick={() => onChange(addRow(xml, table.id, row.id))} />
            <Button type="text" size="small" danger icon={<DeleteOutlined />} aria-label={`${named} ${text.remove}`} onClick={() => onChange(removeRow(xml, table.id, row.id))} />
          </Space>
        </td>
      )}
    </tr>
  );
}

interface CellProps {
  label: string;
  value: string;
  onWrite?: (written: string) => void;
}

/** Written when it is left, so that a table of hundreds of cells stays quick. */
function Cell({ label, value, onWrite }: CellProps) {
  if (!onWrite) return <span className="cell">{value}</span>;
  return (
    <textarea
      key={value}
      className="cell"
      rows={1}
      aria-label={label}
      defaultValue={value}
      onBlur={({ target }) => target.value !== value && onWrite(target.value)}
    />
  );
}
