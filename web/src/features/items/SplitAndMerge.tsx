/** 拆分、合并 of open items, each with a reason. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Modal, Select } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { DraftRow, ItemDetail } from "../../api/types";
import { DraftRows } from "../../components/drafts/DraftRows";
import { rowOf, withNewRow } from "../../components/drafts/rows";
import { ProblemList } from "../../components/ProblemList";
import { ReasonField } from "../../components/ReasonField";
import { zh } from "../../messages/zh";
import { matterQuery } from "../matters/mattersApi";
import { mergeItems, splitItem } from "./courseApi";

const text = zh.course;

export function SplitAndMerge({ item }: { item: ItemDetail }) {
  const [open, setOpen] = useState<"split" | "merge" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Button onClick={() => setOpen("split")}>{text.split.name}</Button>
      <Button onClick={() => setOpen("merge")}>{text.merge.name}</Button>
      {open === "split" && <SplitDialog item={item} onClose={close} />}
      {open === "merge" && <MergeDialog item={item} onClose={close} />}
    </>
  );
}

function firstParts(item: ItemDetail): DraftRow[] {
  const part = { title: item.title, text: item.text, lead_unit_id: item.lead_unit?.id ?? null, cadence: item.cadence.code };
  return withNewRow(withNewRow([])).map((row) => ({ ...row, ...part }) as DraftRow);
}

function SplitDialog({ item, onClose }: { item: ItemDetail; onClose: () => void }) {
  const [rows, setRows] = useState(() => firstParts(item));
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const splitting = useMutation({
    mutationFn: () => splitItem(item.id, rows.filter((row) => row.included), reason),
    onSuccess: async (matter) => {
      void message.success(text.split.done);
      void navigate(`/matters/${matter.id}`);
      await client.invalidateQueries();
    },
  });
  return (
    <Modal
      open
      width={960}
      title={`${text.split.name} ${item.number ?? ""}`}
      okText={text.split.name}
      okButtonProps={{ disabled: !reason.trim() }}
      confirmLoading={splitting.isPending}
      onOk={() => splitting.mutate()}
      onCancel={onClose}
    >
      <p>{text.split.lead}</p>
      <ProblemList error={splitting.error} placeOf={(problem) => rowOf(rows, problem)} />
      <DraftRows rows={rows} extendable onChange={setRows} />
      <ReasonField label={text.reason} placeholder={text.reasonNeeded} value={reason} onChange={setReason} />
    </Modal>
  );
}

function MergeDialog({ item, onClose }: { item: ItemDetail; onClose: () => void }) {
  const [chosen, setChosen] = useState<number[]>([]);
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const { message } = App.useApp();
  const matter = useQuery(matterQuery(item.matter.id));
  const others = (matter.data?.items ?? []).filter((other) => other.id !== item.id && other.closed_at === null);
  const merging = useMutation({
    mutationFn: () => mergeItems(item.id, chosen, reason),
    onSuccess: async () => {
      void message.success(text.merge.done);
      onClose();
      await client.invalidateQueries();
    },
  });
  return (
    <Modal
      open
      title={`${text.merge.name} ${item.number ?? ""}`}
      okText={text.merge.name}
      okButtonProps={{ disabled: chosen.length === 0 || !reason.trim() }}
      confirmLoading={merging.isPending}
      onOk={() => merging.mutate()}
      onCancel={onClose}
    >
      <p>{text.merge.lead}</p>
      <ProblemList error={merging.error ?? matter.error} placeOf={() => null} />
      {matter.data && others.length === 0 ? (
        <p className="muted">{text.merge.none}</p>
      ) : (
        <Select
          mode="multiple"
          style={{ width: "100%", marginBottom: 12 }}
          aria-label={text.merge.choose}
          placeholder={text.merge.choose}
          value={chosen}
          options={others.map((other) => ({ value: other.id, label: `${other.number ?? ""} ${other.title}` }))}
          onChange={setChosen}
        />
      )}
      <ReasonField label={text.reason} placeholder={text.reasonNeeded} value={reason} onChange={setReason} />
    </Modal>
  );
}
