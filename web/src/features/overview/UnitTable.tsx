/** The units at a glance: how many of their open items show which light. */
import { Link } from "react-router";
import type { LightCode, Overview } from "../../api/types";
import { LightShape } from "../../components/Light";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { useLightWords } from "../session/useLights";
import { LedgerLink } from "../statistics/LedgerLink";

const text = zh.overview;
/** What fits on the page; those with red items come first. */
const SHOWN = 15;
const LIGHTS = ["red", "yellow", "green", "grey"] as const satisfies LightCode[];

export function UnitTable({ units }: { units: Overview["units"] }) {
  const words = useLightWords();
  return (
    <Section
      title={text.units}
      extra={units.length > SHOWN && <Link to="/statistics">{text.unitsMore(units.length)}</Link>}
    >
      {units.length === 0 ? (
        <p className="muted">{text.unitsEmpty}</p>
      ) : (
        <div className="figure-frame">
<table className="figures">
          <thead>
            <tr>
              <th scope="col">{text.unit}</th>
              {LIGHTS.map((code) => (
                <th key={code} scope="col">
                  <LightShape code={code} /> {words[code]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {units.slice(0, SHOWN).map((one) => (
              <tr key={one.unit?.id ?? 0}>
                <th scope="row">{one.unit?.name ?? zh.common.none}</th>
                {LIGHTS.map((code) => (
                  <td key={code}>{one[code] ? <Number of={one} code={code} /> : <span className="muted">0</span>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
</div>
      )}
    </Section>
  );
}

function Number({ of, code }: { of: Overview["units"][number]; code: (typeof LIGHTS)[number] }) {
  const words = useLightWords();
  return (
    <LedgerLink query={{ ...of.query, light: code }} label={`${of.unit?.name ?? ""} ${words[code]} ${of[code]}`}>
      {of[code]}
    </LedgerLink>
  );
}
