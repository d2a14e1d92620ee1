/** The items that are proposed but not yet dispatched, to read. */
import type { DraftRow } from "../../api/types";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";

export function DraftTitles({ rows }: { rows: DraftRow[] }) {
  if (rows.length === 0) return null;
  return (
    <Section title={zh.matters.drafts(rows.length)}>
      <ol className="draft-titles">
        {rows.map((row) => (
          <li key={row.ordinal}>
            {row.place && <span className="draft-place">{row.place}</span>} {row.title}
          </li>
        ))}
      </ol>
    </Section>
  );
}
