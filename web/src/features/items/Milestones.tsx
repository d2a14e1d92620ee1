/** 节点 of an item: what is planned until when, what was reached, and what is overdue. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal, Tag } from "antd";
import { useState } from "react";
import type { ItemDetail, Milestone, MilestoneWanted } from "../../api/types";
import { MilestoneFields } from "../../components/drafts/MilestoneFields";
import { exactDate, exactTime } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { ReasonField } from "../../components/ReasonField";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { useRole, useSession } from "../session/SessionContext";
import { OFFICERS } from "../shell/menu";
import { reachMilestone, saveMilestones } from "./courseApi";

const text = zh.course.milestones;

export function Milestones({ item }: { item: ItemDetail }) {
  const [editing, setEditing] = useState(false);
  const [reaching, setReaching] = useState<Milestone | null>(null);
  const { person } = useSession();
  const isOpen = item.closed_at === null && item.instance_id !== null;
  const mayEdit = useRole(...OFFICERS) && isOpen;
  const mayReach = isOpen && [item.handler?.id, item.substitute?.id].includes(person.id);
  if (item.milestones.length === 0 && !mayEdit) return null;
  return (
    <Section title={text.title} extra={mayEdit && <Button onClick={() => setEditing(true)}>{text.edit}</Button>}>
      {item.milestones.length === 0 && <p className="muted">{text.empty}</p>}
      <ul className="open-tasks">
        {item.milestones.map((one) => (
          <li key={one.id}>
            <strong>{one.title}</strong>
            <span>{text.planned(exactDate(one.due_on), one.percent)}</span>
            <Standing one={one} />
            {one.evidence && <span className="prose">{one.evidence}</span>}
            {mayReach && one.reached_at === null && (
              <Button size="small" className="no-print" onClick={() => setReaching(one)}>
                {text.reach}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {editing && <EditDialog item={item} onClose={() => setEditing(false)} />}
      {reaching && <ReachDialog item={item} milestone={reaching} onClose={() => setReaching(null)} />}
    </Section>
  );
}

function Standing({ one }: { one: Milestone }) {
  if (one.reached_at) return <Tag color={one.is_overdue ? "gold" : "blue"}>{text.reached(exactTime(one.reached_at))}</Tag>;
  return <Tag color={one.is_overdue ? "red" : undefined}>{one.is_overdue ? text.overdue : text.ahead}</Tag>;
}

function useSaved(done: string, onClose: () => void) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return async () => {
    void message.success(done);
    onClose();
    await client.invalidateQueries();
  };
}

function EditDialog({ item, onClose }: { item: ItemDetail; onClose: () => void }) {
  const [rows, setRows] = useState<MilestoneWanted[]>(() =>
    item.milestones.filter(({ reached_at }) => reached_at === null).map(({ title, due_on, percent }) => ({ title, due_on, percent })),
  );
  const [reason, setReason] = useState("");
  const saving = useMutation({
    mutationFn: () => saveMilestones(item.id, rows, reason),
    onSuccess: useSaved(text.saved, onClose),
  });
  const isWhole = rows.every(({ title, due_on, percent }) => title.trim() && due_on && percent);
  return (
    <Modal
      open
      width={720}
      title={text.edit}
      okButtonProps={{ disabled: !reason.trim() || !isWhole }}
      confirmLoading={saving.isPending}
      onOk={() => saving.mutate()}
      onCancel={onClose}
    >
      <p>{text.lead}</p>
      <ProblemList error={saving.error} placeOf={() => null} />
      <MilestoneFields milestones={rows} onChange={setRows} />
      {!isWhole && <p className="muted">{text.incomplete}</p>}
      <ReasonField label={zh.course.reason} placeholder={zh.course.reasonNeeded} value={reason} onChange={setReason} />
    </Modal>
  );
}

function ReachDialog({ item, milestone, onClose }: { item: ItemDetail; milestone: Milestone; onClose: () => void }) {
  const [evidence, setEvidence] = useState("");
  const reaching = useMutation({
    mutationFn: () => reachMilestone(item.id, milestone.id, evidence),
    onSuccess: useSaved(text.done, onClose),
  });
  return (
    <Modal
      open
      title={`${text.reach}：${milestone.title}`}
      okText={text.reach}
      okButtonProps={{ disabled: !evidence.trim() }}
      confirmLoading={reaching.isPending}
      onOk={() => reaching.mutate()}
      onCancel={onClose}
    >
      <ProblemList error={reaching.error} placeOf={() => null} />
      <Input.TextArea
        aria-label={text.evidence}
        placeholder={text.evidenceNeeded}
        value={evidence}
        maxLength={2000}
        showCount
        autoFocus
        autoSize={{ minRows: 3 }}
        onChange={({ target }) => setEvidence(target.value)}
      />
    </Modal>
  );
}
