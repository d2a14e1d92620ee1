/** Entering a notice or days: read first, looked at, then saved in one act. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Tabs } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import type { CalendarProposal } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { EnterDay } from "./EnterDay";
import { EnterNotice } from "./EnterNotice";
import { EnterSheet } from "./EnterSheet";
import { ProposalView } from "./ProposalView";
import { EVERY_CALENDAR, saveChange } from "./calendarApi";

const text = zh.calendar;
type Source = "page" | "sheet" | "notice";
type Draft = { proposal: CalendarProposal; source: Source; key: string };

export function EnterChange({ onSaved }: { onSaved: (year: number) => void }) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: ({ proposal, source, key }: Draft) => saveChange(proposal, source, key),
    onSuccess: async (change, { proposal }) => {
      setDraft(null);
      void message.success(text.saved(change.moved.length, change.also_moved.length));
      await client.invalidateQueries(EVERY_CALENDAR);
      const year = proposal.notice?.year ?? Number(proposal.days[0]?.date.slice(0, 4));
      if (year) onSaved(year);
    },
  });
  const take = (source: Source) => (proposal: CalendarProposal) => {
    saving.reset();
    setDraft((before) => ({ source, key: freshKey(), proposal: merged(source, before, proposal) }));
  };
  return (
    <div className="no-print">
      <Section title={text.enter}>
        <Tabs
          onChange={() => setDraft(null)}
          items={[
            { key: "notice", label: text.ways.notice, children: <EnterNotice onRead={take("notice")} /> },
            { key: "sheet", label: text.ways.sheet, children: <EnterSheet onRead={take("sheet")} /> },
            { key: "day", label: text.ways.day, children: <EnterDay onAdd={take("page")} /> },
          ]}
        />
        <ProblemList error={saving.error} placeOf={() => null} />
        {draft && (
          <ProposalView
            proposal={draft.proposal}
            saving={saving.isPending}
            onSave={() => saving.mutate(draft)}
            onDrop={() => setDraft(null)}
          />
        )}
      </Section>
    </div>
  );
}

/** Days that are entered one by one gather; the last word on a day holds. */
function merged(source: Source, before: Draft | null, proposal: CalendarProposal): CalendarProposal {
  if (source !== "page" || !before) return proposal;
  const fresh = new Set(proposal.days.map(({ date }) => date));
  return { ...proposal, days: [...before.proposal.days.filter(({ date }) => !fresh.has(date)), ...proposal.days] };
}
