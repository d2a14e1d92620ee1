/** The figures of each group; every number opens its items, every heading says what it means. */
import { Grid, Tooltip } from "antd";
import type { Figure, FigureGroup, FigureValue, Statistics } from "../../api/types";
import { zh } from "../../messages/zh";
import { LedgerLink } from "./LedgerLink";

const text = zh.statistics;

export function FigureTable({ found }: { found: Statistics }) {
  const wide = Grid.useBreakpoint().md ?? true;
  if (found.groups.length === 0) return <p className="muted">{text.empty}</p>;
  return wide ? <Wide found={found} /> : <Narrow found={found} />;
}

/** On a telephone two dozen columns are no table: the total and then every group, with what is not zero. */
function Narrow({ found: { figures, groups, total } }: { found: Statistics }) {
  return (
    <ul className="cards" aria-label={text.title}>
      {[total, ...groups].map((group) => (
        <li key={group.key} className="card">
          <h3 className="card-title">{group.name}</h3>
          <dl className="figure-pairs">
            {figures.filter(({ code }) => group.values[code]?.number).map((figure) => (
              <div key={figure.code}>
                <dt>{figure.name}</dt>
                <dd>
                  <Cell figure={figure} group={group} value={group.values[figure.code]} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Wide({ found }: { found: Statistics }) {
  return (
    <div className="figure-frame" role="region" aria-label={text.title} tabIndex={0}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{text.group}</th>
            {found.figures.map((figure) => (
              <th key={figure.code} scope="col">
                <Tooltip title={`${figure.definition}（${text.measuredIn(figure.unit)}）`}>
                  <span className="figure-name" tabIndex={0}>
                    {figure.name}
                  </span>
                </Tooltip>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.groups.map((group) => (
            <Row key={group.key} figures={found.figures} group={group} />
          ))}
        </tbody>
        <tfoot>
          <Row figures={found.figures} group={found.total} />
        </tfoot>
      </table>
    </div>
  );
}

function Row({ figures, group }: { figures: Figure[]; group: FigureGroup }) {
  return (
    <tr>
      <th scope="row">{group.name}</th>
      {figures.map((figure) => {
        return (
          <td key={figure.code}>
            <Cell figure={figure} group={group} value={group.values[figure.code]} />
          </td>
        );
      })}
    </tr>
  );
}

function Cell({ figure, group, value }: { figure: Figure; group: FigureGroup; value: FigureValue | undefined }) {
  if (!value) return null;
  if (value.number === null) return <span className="muted">{text.none}</span>;
  if (value.number === 0 && !value.whole) return <span className="muted">0</span>;
  return (
    <>
      <LedgerLink query={{ ...group.query, figure: figure.items }} label={`${group.name} ${figure.name} ${shown(figure, value)}`}>
        {shown(figure, value)}
      </LedgerLink>
      {value.whole !== null && (
        <span className="figure-parts">
          {text.madeOf(value.part ?? 0, value.whole)}
          {value.few && (
            <abbr title={text.fewMeans} className="figure-few">
              {text.few}
            </abbr>
          )}
        </span>
      )}
    </>
  );
}

function shown({ measure }: Figure, { number }: FigureValue): string {
  if (number === null) return text.none;
  if (measure === "share") return text.percent(number);
  return measure === "mean" ? text.mean(number) : String(number);
}
