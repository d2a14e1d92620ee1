/** Where work waits: how long each element held its items. */
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Tooltip } from "antd";
import { useState } from "react";
import { get } from "../../api/client";
import type { Steps } from "../../api/types";
import { Loading } from "../../components/Loading";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { LedgerLink } from "./LedgerLink";

const text = zh.statistics;
type Step = Steps["steps"][number];

export function StepTable({ period }: { period: Record<string, string> }) {
  const [byUnit, setByUnit] = useState(false);
  const query = { ...period, by_unit: String(byUnit) };
  const found = useQuery({
    queryKey: ["/statistics/steps", query],
    queryFn: ({ signal }) => get<Steps>("/statistics/steps", query, signal),
    placeholderData: (before) => before,
  });
  return (
    <Section
      title={text.steps}
      extra={
        <Checkbox checked={byUnit} onChange={({ target }) => setByUnit(target.checked)}>
          {text.byUnit}
        </Checkbox>
      }
    >
      <p className="muted">{text.stepsLead}</p>
      <ProblemList error={found.error} />
      {found.isPending && <Loading />}
      {found.data && <Table found={found.data} />}
    </Section>
  );
}

function Table({ found: { columns, steps } }: { found: Steps }) {
  const byUnit = steps.some(({ unit }) => unit !== null);
  return (
    <div className="figure-frame" role="region" aria-label={text.steps} tabIndex={0}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{text.step}</th>
            {byUnit && <th scope="col">{text.unit}</th>}
            {columns.map(({ code, name, definition }) => (
              <th key={code} scope="col">
                <Tooltip title={definition}>
                  <span className="figure-name" tabIndex={0}>
                    {name}
                  </span>
                </Tooltip>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={`${step.element} ${step.unit}`}>
              <th scope="row">{step.name}</th>
              {byUnit && <td>{step.unit}</td>}
              {columns.map(({ code, name }) => (
                <td key={code}>
                  {code === "items" ? (
                    <LedgerLink query={step.query} label={`${step.name} ${name} ${step.items}`}>
                      {step.items}
                    </LedgerLink>
                  ) : (
                    shown(step, code)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function shown(step: Step, code: string): string {
  if (code === "median_hours" || code === "p90_hours") {
    const hours = step[code];
    return hours === null ? text.none : text.hours(hours);
  }
  return String(step[code as "done" | "waiting" | "handed_back" | "again"]);
}
