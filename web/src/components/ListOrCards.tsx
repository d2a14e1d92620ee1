/** One list, as a table on a wide screen and as cards on a narrow one. */
import { Checkbox, Empty, Grid, Table } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { zh } from "../messages/zh";
import { Loading } from "./Loading";

export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  width?: number;
  /** Long texts may take several lines; what is short stays on one. */
  wraps?: boolean;
  /** Where the value stands on a card; left out, it is a labelled line. */
  onCard?: "heading" | "badge" | "foot" | "hidden";
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  loading?: boolean;
  emptyText: ReactNode;
  /** The address a row leads to. */
  to?: (row: Row) => string;
  /** Rows can be chosen, for what is done with several at once. */
  choice?: Choice;
}

interface Choice {
  chosen: string[];
  onChoose: (chosen: string[]) => void;
}

export function ListOrCards<Row extends { id: string | number }>(props: Props<Row>) {
  const wide = Grid.useBreakpoint().md ?? true;
  const shown = { ...props, columns: props.columns.filter((column) => saysSomething(column, props.rows)) };
  return wide ? <WideList {...shown} /> : <Cards {...shown} />;
}

/** A column of acts is for whoever may act on one of the rows; to others it would be a heading over nothing. */
function saysSomething<Row>({ onCard, render }: Column<Row>, rows: Row[]): boolean {
  return onCard !== "foot" || rows.some((row) => Boolean(render(row)));
}

function WideList<Row extends { id: string | number }>(props: Props<Row>) {
  const { label, columns, rows, loading, emptyText, to, choice } = props;
  return (
    <Table<Row>
      aria-label={label}
      rowKey="id"
      dataSource={rows}
      loading={loading}
      pagination={false}
      rowSelection={
        choice && {
          selectedRowKeys: rows.map(({ id }) => id).filter((id) => choice.chosen.includes(String(id))),
          onChange: (keys) => choice.onChoose(keys.map((key) => String(key))),
          getTitleCheckboxProps: () => ({ "aria-label": zh.common.chooseAll }),
          getCheckboxProps: () => ({ "aria-label": zh.common.choose }),
        }
      }
      scroll={{ x: true }}
      locale={{ emptyText: <Empty description={emptyText} /> }}
      columns={columns.map((column) => ({
        key: column.key,
        title: column.title,
        width: column.width,
        className: column.wraps ? "wraps" : undefined,
        render: (_, row) => <Cell column={column} row={row} to={to} />,
      }))}
    />
  );
}

function Cell<Row>({ column, row, to }: { column: Column<Row>; row: Row; to?: (row: Row) => string }) {
  const value = column.render(row);
  return column.onCard === "heading" && to ? <Link to={to(row)}>{value}</Link> : value;
}

function Cards<Row extends { id: string | number }>(props: Props<Row>) {
  const { label, columns, rows, loading, emptyText, to, choice } = props;
  if (rows.length === 0) return loading ? <Loading /> : <Empty description={emptyText} />;
  return (
    <ul className="cards" aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          {choice && <CardChoice id={String(row.id)} choice={choice} />}
          <RowCard columns={columns} row={row} to={to} />
        </li>
      ))}
    </ul>
  );
}

function CardChoice({ id, choice: { chosen, onChoose } }: { id: string; choice: Choice }) {
  const toggle = (on: boolean) => onChoose(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <Checkbox checked={chosen.includes(id)} onChange={(event) => toggle(event.target.checked)}>
      {zh.common.choose}
    </Checkbox>
  );
}

function RowCard<Row>({ columns, row, to }: { columns: Column<Row>[]; row: Row; to?: (row: Row) => string }) {
  const at = (place: Column<Row>["onCard"]) => columns.filter(({ onCard }) => onCard === place);
  return (
    <article className="card">
      <div className="card-head">
        {at("heading").map((column) => (
          <h2 key={column.key}>
            <Cell column={column} row={row} to={to} />
          </h2>
        ))}
        {at("badge").map((column) => (
          <span key={column.key}>{column.render(row)}</span>
        ))}
      </div>
      <dl>
        {at(undefined).map((column) => (
          <div key={column.key}>
            <dt>{column.title}</dt>
            <dd>{column.render(row)}</dd>
          </div>
        ))}
      </dl>
      {at("foot").map((column) => (
        <div key={column.key} className="card-foot">
          {column.render(row)}
        </div>
      ))}
    </article>
  );
}
