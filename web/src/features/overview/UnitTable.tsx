/** The units at a glance: how many of their open items show which light. */
import type { LightCode, Overview } from "../../api/types";
import { LightShape } from "../../components/Light";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { LedgerLink } from "../statistics/LedgerLink";

const text = zh.overview;
const LIGHTS = ["red", "yellow", "green", "grey"] as const satisfies LightCode[];

export function UnitTable({ units }: { units: Overview["units"] }) {
  return (
    <Section title={text.units}>
      {units.length === 0 ? (
        <p className="muted">{text.unitsEmpty}</p>
      ) : (
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{text.unit}</th>
              {LIGHTS.map((code) => (
                <th key={code} scope="col">
                  <LightShape code={code} /> {zh.common.lights[code]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {units.map((one) => (
              <tr key={one.unit?.id ?? 0}>
                <th scope="row">{one.unit?.name ?? zh.common.none}</th>
                {LIGHTS.map((code) => (
                  <td key={code}>{one[code] ? <Number of={one} code={code} /> : <span className="muted">0</span>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Number({ of, code }: { of: Overview["units"][number]; code: (typeof LIGHTS)[number] }) {
  return (
    <LedgerLink query={{ ...of.query, light: code }} label={`${of.unit?.name ?? ""} ${zh.common.lights[code]} ${of[code]}`}>
      {of[code]}
    </LedgerLink>
  );
}
