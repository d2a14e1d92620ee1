/** The rows that were recognised and the facts of the matter they become. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Collapse } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { freshKey } from "../../api/client";
import { problemsOf } from "../../api/problem";
import type { ImportDetail, MatterFacts } from "../../api/types";
import { DraftRows } from "../../components/drafts/DraftRows";
import { Duplicates } from "../../components/drafts/Duplicates";
import { countsOf, patched, rowOf } from "../../components/drafts/rows";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { MatterForm } from "../matters/MatterForm";
import { pageAfterOpening } from "../matters/mattersApi";
import { confirmImport, saveRows } from "./importsApi";

const text = zh.imports;

export function ConfirmImport({ plan }: { plan: ImportDetail }) {
  const [rows, setRows] = useState(plan.rows);
  const [key] = useState(freshKey);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: () => saveRows(plan.id, rows),
    onSuccess: () => void message.success(text.saved),
  });
  const confirming = useMutation({
    mutationFn: async (facts: MatterFacts) => {
      await saveRows(plan.id, rows);
      return confirmImport(plan.id, facts, key);
    },
    onSuccess: (opened) => {
      void message.success(text.confirmed(opened.number));
      void navigate(pageAfterOpening(opened));
      void client.invalidateQueries({ refetchType: "none" });
    },
  });
  return (
    <>
      <p>{text.confirmLead}</p>
      <Context passages={plan.context} />
      <Section
        title={text.rows}
        extra={
          <Button loading={saving.isPending} onClick={() => saving.mutate()}>
            {text.save}
          </Button>
        }
      >
        <RowCounts plan={plan} included={rows.filter((row) => row.included)} />
        <ProblemList error={saving.error} placeOf={(problem) => rowOf(rows, problem)} />
        <Duplicates rows={rows} onDecide={(ordinal, patch) => setRows(patched(rows, new Set([ordinal]), patch))} />
        <DraftRows rows={rows} onChange={setRows} />
      </Section>
      <Section title={text.matter}>
        <p className="muted">{text.confirmHint}</p>
        <ProblemList error={confirming.error} placeOf={(problem) => rowOf(rows, problem)} />
        <MatterForm
          title={plan.title || plan.filename.replace(/\.\w+$/, "")}
          problems={problemsOf(confirming.error)}
          busy={confirming.isPending}
          submitText={text.confirm}
          onSubmit={confirming.mutate}
        />
      </Section>
    </>
  );
}

function RowCounts({ plan, included }: { plan: ImportDetail; included: ImportDetail["rows"] }) {
  const withoutUnit = included.filter((row) => row.lead_unit_id === null).length;
  return (
    <p className="row-counts">
      <strong>{countsOf(plan.rows)}</strong>
      <span>{zh.drafts.includedCount(included.length)}</span>
      {withoutUnit > 0 && <span className="due-over">{zh.drafts.withoutUnit(withoutUnit)}</span>}
    </p>
  );
}

function Context({ passages }: { passages: ImportDetail["context"] }) {
  if (passages.length === 0) return null;
  const children = passages.map(({ place, title, text: body }, index) => (
    <section key={index}>
      <h3>{[place, title].filter(Boolean).join(" ")}</h3>
      <p className="prose">{body}</p>
    </section>
  ));
  return <Collapse className="context" items={[{ key: "context", label: text.context(passages.length), children }]} />;
}
