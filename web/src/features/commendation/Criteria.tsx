/** 评选标准 of a category: what is marked, up to how many points, and what counts. */
import type { AwardCategory } from "../../api/types";
import { zh } from "../../messages/zh";

const text = zh.commendation;

export function Criteria({ criteria }: { criteria: AwardCategory["criteria"] }) {
  return (
    <table className="criteria">
      <caption>{text.fields.criteria}</caption>
      <tbody>
        {criteria.map(({ name, points, text: counts }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="criteria-points">{text.pointsOf(String(points))}</td>
            <td className="prose">{counts}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
