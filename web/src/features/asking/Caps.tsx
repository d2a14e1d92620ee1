/** How much a unit may be asked for in a week, by line. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, InputNumber, Space } from "antd";
import { useState } from "react";
import { act } from "../../api/client";
import type { AskedWeek, Cap } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

const text = zh.asking;

export function Caps({ caps }: { caps: Cap[] }) {
  const [rows, setRows] = useState(caps);
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: () => act<AskedWeek>("PUT", "/asking/caps", { body: { caps: rows } }),
    onSuccess: async () => {
      void message.success(text.saved);
      await client.invalidateQueries({ queryKey: ["/asking"] });
    },
  });
  const change = (place: number, patch: Partial<Cap>) =>
    setRows(rows.map((row, at) => (at === place ? { ...row, ...patch } : row)));
  return (
    <Section
      title={text.caps}
      extra={
        <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate()}>
          {text.save}
        </Button>
      }
    >
      <p className="muted">{text.capsLead}</p>
      <ProblemList error={saving.error} />
      {rows.map((row, place) => (
        <Space key={place} wrap style={{ display: "flex", marginBottom: 8 }}>
          {place === 0 ? (
            <span className="cap-line">{text.every}</span>
          ) : (
            <Input aria-label={text.line} placeholder={text.line} value={row.line} onChange={({ target }) => change(place, { line: target.value })} />
          )}
          <InputNumber
            aria-label={`${row.line || text.every} ${text.urges}`}
            prefix={text.urges}
            min={0}
            precision={0}
            value={row.urges}
            onChange={(urges) => change(place, { urges })}
          />
          <InputNumber
            aria-label={`${row.line || text.every} ${text.reports}`}
            prefix={text.reports}
            min={0}
            precision={0}
            value={row.reports}
            onChange={(reports) => change(place, { reports })}
          />
          {place > 0 && <Button onClick={() => setRows(rows.filter((_, at) => at !== place))}>{text.remove}</Button>}
        </Space>
      ))}
      <Button onClick={() => setRows([...rows, { line: "", urges: null, reports: null }])}>{text.addLine}</Button>
    </Section>
  );
}
