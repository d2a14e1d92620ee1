/** How numbers are written, and which sources of matters there are; both are data. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Input, Select, Space } from "antd";
import { useState } from "react";
import { act } from "../../api/client";
import type { Numbering } from "../../api/types";
import { Asked } from "../../components/Asked";
import { plainDate } from "../../components/officeTime";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { numberingQuery } from "../matters/mattersApi";
import { useNow } from "../session/SessionContext";

const text = zh.numbering;
type Format = Numbering["formats"][number];
type Source = Numbering["sources"][number];
const LINE = { display: "flex", marginBottom: 16 } as const;

export function NumberingPage() {
  const numbering = useQuery({ ...numberingQuery, staleTime: Infinity });
  return <Asked query={numbering}>{(answer) => <Editor numbering={answer} />}</Asked>;
}

function Editor({ numbering }: { numbering: Numbering }) {
  const [formats, setFormats] = useState(numbering.formats);
  const [sources, setSources] = useState(numbering.sources);
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: () => act<Numbering>("PUT", "/numbering", { body: { formats, sources } }),
    onSuccess: async () => {
      void message.success(text.saved);
      await client.invalidateQueries();
    },
  });
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate()}>
            {text.save}
          </Button>
        }
      />
      <ProblemList error={saving.error} />
      <Formats formats={formats} known={numbering.formats.length} onChange={setFormats} />
      <Sources sources={sources} formats={formats} onChange={setSources} />
    </>
  );
}

function Formats({ formats, known, onChange }: { formats: Format[]; known: number; onChange: (formats: Format[]) => void }) {
  const year = plainDate(useNow()).slice(0, 4);
  const change = (place: number, patch: Partial<Format>) =>
    onChange(formats.map((one, at) => (at === place ? { ...one, ...patch } : one)));
  return (
    <Section title={text.formats}>
      {formats.map((one, place) => (
        <Space key={place} wrap style={LINE}>
          <Input
            aria-label={text.label}
            placeholder={text.label}
            value={one.label}
            maxLength={40}
            onChange={({ target }) => change(place, { label: target.value })}
          />
          <Input
            aria-label={text.format}
            placeholder={text.format}
            value={one.format}
            maxLength={40}
            onChange={({ target }) => change(place, { format: target.value })}
          />
          {place >= known && (
            <Input
              aria-label={text.kind}
              placeholder={text.kindOfNew}
              value={one.kind}
              maxLength={20}
              onChange={({ target }) => change(place, { kind: target.value })}
            />
          )}
          <span className="muted">{`${text.sample}：${one.format.replace("{year}", year).replace("{n}", "12")}`}</span>
        </Space>
      ))}
      <Button onClick={() => onChange([...formats, { kind: "", label: "", format: text.newFormat }])}>{text.add}</Button>
    </Section>
  );
}

interface SourcesProps {
  sources: Source[];
  formats: Format[];
  onChange: (sources: Source[]) => void;
}

function Sources({ sources, formats, onChange }: SourcesProps) {
  const change = (place: number, patch: Partial<Source>) =>
    onChange(sources.map((one, at) => (at === place ? { ...one, ...patch } : one)));
  return (
    <Section title={text.sources}>
      {sources.map((one, place) => (
        <Space key={place} wrap style={LINE}>
          <Input
            aria-label={text.source}
            placeholder={text.source}
            value={one.name}
            maxLength={40}
            onChange={({ target }) => change(place, { name: target.value })}
          />
          <Select
            aria-label={text.numberedAs}
            value={one.number_kind}
            style={{ minWidth: 160 }}
            options={formats.map(({ kind, label }) => ({ value: kind, label: label || kind }))}
            onChange={(number_kind) => change(place, { number_kind })}
          />
          <Checkbox checked={one.is_offered} onChange={({ target }) => change(place, { is_offered: target.checked })}>
            {text.offered}
          </Checkbox>
          <Button onClick={() => onChange(sources.filter((_, at) => at !== place))}>{text.remove}</Button>
        </Space>
      ))}
      <Button onClick={() => onChange([...sources, { name: "", number_kind: "matter", is_offered: true }])}>{text.add}</Button>
    </Section>
  );
}
