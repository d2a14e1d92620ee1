/** 外出期间办理情况: what others did in one's place. */
import { useQuery } from "@tanstack/react-query";
import { Modal } from "antd";
import { Link } from "react-router";
import type { Absence, DoneFor } from "../../api/types";
import { Asked } from "../../components/Asked";
import { ListOrCards, type Column } from "../../components/ListOrCards";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { workQuery } from "./absencesApi";

const text = zh.absences;
const title = text.workColumns;

type Row = DoneFor & { id: number };

const COLUMNS: Column<Row>[] = [
  { key: "task", title: title.task, onCard: "heading", render: ({ task }) => task },
  { key: "item", title: title.item, wraps: true, render: (row) => <Item row={row} /> },
  { key: "actor", title: title.actor, wraps: true, render: ({ actor, post }) => [actor?.name, post].filter(Boolean).join(" ") },
  { key: "at", title: title.at, render: ({ at }) => exactTime(at) },
];

export function WorkDialog({ absence, onClose }: { absence: Absence; onClose: () => void }) {
  const query = useQuery(workQuery(absence.id));
  return (
    <Modal open width={760} title={text.workTitle(absence.person.name)} footer={null} onCancel={onClose}>
      <Asked query={query}>
        {({ items }) => (
          <ListOrCards
            label={text.work}
            columns={COLUMNS}
            rows={items.map((row, id) => ({ ...row, id }))}
            emptyText={text.workEmpty}
          />
        )}
      </Asked>
    </Modal>
  );
}

function Item({ row: { item_id, number, title: name } }: { row: Row }) {
  const said = [number, name].filter(Boolean).join(" ") || zh.common.none;
  return item_id ? <Link to={`/items/${item_id}`}>{said}</Link> : said;
}
