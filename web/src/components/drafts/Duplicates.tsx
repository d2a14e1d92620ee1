/** Proposed items that ask what open items ask already; a person decides of each before it burdens a unit. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { act } from "../../api/client";
import type { DraftRow, DuplicatesFound, ItemFound } from "../../api/types";
import { zh } from "../../messages/zh";
import { ProblemList } from "../ProblemList";
import type { RowPatch } from "./rows";

const text = zh.duplicates;

interface Props {
  rows: DraftRow[];
  matterId?: number;
  onDecide: (ordinal: number, patch: RowPatch) => void;
}

export function Duplicates({ rows, matterId, onDecide }: Props) {
  const [asked, setAsked] = useState(rows);
  const found = useQuery({
    queryKey: ["/duplicates", matterId, asked.map(({ title, text: body }) => body || title)],
    queryFn: () => compare(asked, matterId),
    enabled: asked.length > 0,
    staleTime: Infinity,
  });
  const items = found.data?.items ?? [];
  return (
    <div className="duplicates no-print">
      <Button size="small" loading={found.isFetching} onClick={() => setAsked(rows)}>
        {text.title}
      </Button>
      <ProblemList error={found.error} />
      {found.data && items.length === 0 && <span className="muted"> {text.none}</span>}
      {items.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={text.found(items.length)}
          description={
            <ul className="open-tasks">
              {items.map((one) => (
                <Twin key={`${one.row}-${one.item_id}`} found={one} row={rowNow(rows, asked[one.row])} onDecide={onDecide} />
              ))}
            </ul>
          }
        />
      )}
    </div>
  );
}

const rowNow = (rows: DraftRow[], then: DraftRow | undefined) => rows.find(({ ordinal }) => ordinal === then?.ordinal);

function compare(rows: DraftRow[], matterId?: number) {
  const texts = rows.map(({ title, text: body }) => ({ title, text: body }));
  return act<DuplicatesFound>("POST", "/duplicates", { body: { rows: texts, matter_id: matterId ?? null } });
}

function Twin({ found, row, onDecide }: { found: ItemFound; row: DraftRow | undefined; onDecide: Props["onDecide"] }) {
  if (!row) return null;
  const isTaken = row.same_as_id === found.item_id;
  const name = [found.number, found.title, found.unit].filter(Boolean).join(" ");
  return (
    <li>
      <strong>{text.row(row.ordinal, row.title)}</strong>
      <Tag color={found.similarity === 1 ? "red" : "gold"}>
        {found.similarity === 1 ? text.same : text.near(Math.round(found.similarity * 100))}
      </Tag>
      {found.is_draft ? <span>{`${text.draft} ${name}`}</span> : <Link to={`/items/${found.item_id}`}>{name}</Link>}
      {!found.is_draft && (
        <Button
          size="small"
          type={isTaken ? "primary" : "default"}
          onClick={() => onDecide(row.ordinal, isTaken ? { same_as_id: null } : { same_as_id: found.item_id, distinct_reason: "" })}
        >
          {isTaken ? text.undo : text.takeSame}
        </Button>
      )}
      {isTaken ? (
        <span>{text.taken}</span>
      ) : (
        <Input
          aria-label={text.goOn}
          placeholder={text.goOn}
          maxLength={500}
          value={row.distinct_reason}
          onChange={({ target }) => onDecide(row.ordinal, { distinct_reason: target.value })}
        />
      )}
    </li>
  );
}
