/** What the lights are called and how they are coloured; the shape stays, so that they read without colour too. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { act, get } from "../../api/client";
import type { LightLook, LightLooks } from "../../api/types";
import { Asked } from "../../components/Asked";
import { LightShape } from "../../components/Light";
import { PageHead } from "../../components/PageHead";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

const text = zh.lights;

export function LightsPage() {
  const looks = useQuery({ queryKey: ["/lights"], queryFn: () => get<LightLooks>("/lights"), staleTime: Infinity });
  return <Asked query={looks}>{(answer) => <Editor looks={answer} />}</Asked>;
}

function Editor({ looks }: { looks: LightLooks }) {
  const [lights, setLights] = useState(looks.lights);
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: () => act<LightLooks>("PUT", "/lights", { body: { lights } }),
    onSuccess: async () => {
      void message.success(text.saved);
      await client.invalidateQueries();
    },
  });
  const change = (code: string, patch: Partial<LightLook>) =>
    setLights(lights.map((one) => (one.code === code ? { ...one, ...patch } : one)));
  return (
    <>
      <PageHead
        title={text.title}
        lead={text.lead}
        actions={
          <>
            <Button onClick={() => setLights(looks.shipped)}>{text.restore}</Button>
            <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate()}>
              {text.save}
            </Button>
          </>
        }
      />
      <ProblemList error={saving.error} placeOf={() => null} />
      <Section title={text.looks}>
        <ul className="light-looks">
          {lights.map((look) => (
            <LookEditor key={look.code} look={look} onChange={(patch) => change(look.code, patch)} />
          ))}
        </ul>
      </Section>
    </>
  );
}

function LookEditor({ look, onChange }: { look: LightLook; onChange: (patch: Partial<LightLook>) => void }) {
  const meaning = text.meanings[look.code];
  return (
    <li>
      <span className="light-look-meaning">{meaning}</span>
      <Input
        aria-label={text.labelOf(meaning)}
        value={look.label}
        maxLength={12}
        onChange={({ target }) => onChange({ label: target.value })}
      />
      <input
        type="color"
        aria-label={text.colourOf(meaning)}
        value={look.colour}
        onChange={({ target }) => onChange({ colour: target.value })}
      />
      <code>{look.colour}</code>
      <span className="light" style={{ color: look.colour }}>
        <span style={{ display: "contents", [`--light-${look.code}`]: look.colour }}>
          <LightShape code={look.code} />
        </span>
        {look.label}
      </span>
    </li>
  );
}
