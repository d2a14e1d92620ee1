/** One gate: both tracks side by side with what differs, the sittings of the panel, the decision, the findings. */
import { Tag } from "antd";
import { Link } from "react-router";
import type { ReviewFinding, ReviewGate, ReviewSitting, ReviewTrack } from "../../api/types";
import { exactDate, exactTime } from "../../components/officeTime";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { OfficialDocuments } from "../items/OfficialDocuments";
import { GateMark } from "./GateMark";

const text = zh.reviews;
const TRACKS = ["business", "party"] as const;
const POINTS: [string, string, (track: ReviewTrack) => string][] = [
  ["goals", text.track.goals, ({ goals }) => goals],
  ["people", text.track.people, ({ people }) => people],
  ["dates", text.track.dates, (one) => text.from(exactDate(one.starts_on), exactDate(one.ends_on))],
  ["measures", text.track.measures, ({ measures }) => measures],
];

export function GateView({ gate }: { gate: ReviewGate }) {
  return (
    <Section title={text.gates[gate.gate - 1] ?? ""} extra={<GateMark cell={gate} />}>
      {gate.look.code === "waiting" ? <p className="muted">{text.opens(exactDate(gate.opens_at))}</p> : <Tracks gate={gate} />}
      {gate.sittings.map((sitting) => (
        <Sitting key={sitting.ordinal} sitting={sitting} />
      ))}
      {gate.decision && (
        <p>
          <strong>{text.decision}</strong> {gate.decision.text}
        </p>
      )}
      {gate.conclusion && <p className="prose">{gate.conclusion}</p>}
      <Findings findings={gate.findings} />
      {gate.minutes.length > 0 && (
        <>
          <h3 className="section-title">{text.minutes}</h3>
          <OfficialDocuments documents={gate.minutes} />
        </>
      )}
    </Section>
  );
}

function Tracks({ gate: { tracks, compared } }: { gate: ReviewGate }) {
  const [business, party] = TRACKS.map((code) => tracks.find(({ track }) => track.code === code));
  return (
    <div className="review-tracks">
      <table aria-label={text.tracks}>
        <thead>
          <tr>
            <td />
            <th scope="col">{zh.reviews.trackNames.business}</th>
            <th scope="col">{zh.reviews.trackNames.party}</th>
            <th scope="col">{text.compared}</th>
          </tr>
        </thead>
        <tbody>
          {POINTS.map(([code, label, read]) => {
            const differs = business && party && read(business) !== read(party);
            const said = compared.find(({ point }) => point.code === code)?.is_equal;
            return (
              <tr key={code} className={differs ? "review-differs" : undefined}>
                <th scope="row">{label}</th>
                <td className="prose" data-of={text.trackNames.business}>
                  {business ? read(business) : text.awaited}
                </td>
                <td className="prose" data-of={text.trackNames.party}>
                  {party ? read(party) : text.awaited}
                </td>
                <td>
                  {differs && <Tag>{text.differs}</Tag>}
                  {said != null && <Tag color={said ? "green" : "red"}>{said ? text.equal : text.unequal}</Tag>}
                </td>
              </tr>
            );
          })}
          <tr>
            <th scope="row">{text.track.by}</th>
            <td data-of={text.trackNames.business}>{business && <Submitted track={business} />}</td>
            <td data-of={text.trackNames.party}>{party && <Submitted track={party} />}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function Submitted({ track }: { track: ReviewTrack }) {
  return (
    <>
      {track.submitted_by?.name} {exactTime(track.submitted_at)} {track.is_late && <Tag color="red">{text.late}</Tag>}
    </>
  );
}

function Sitting({ sitting }: { sitting: ReviewSitting }) {
  const { entitled, needed, present } = sitting;
  return (
    <div className="review-sitting">
      <p>
        <strong>{text.sitting(sitting.ordinal)}</strong> <Tag>{sitting.state.text}</Tag>
        {sitting.closed_at ? exactTime(sitting.closed_at) : text.closesAt(exactTime(sitting.closes_at))}{" "}
        {present !== null && text.attendance(present, entitled ?? 0, needed ?? 0)}
      </p>
      {sitting.seats.length > 0 && (
        <ul>
          {sitting.seats.map((seat) => (
            <li key={seat.member}>
              {seat.member}
              {seat.is_chair && `（${text.chair}）`} {seat.opinion?.text ?? seat.state.text}
              {seat.reason && `：${seat.reason}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Findings({ findings }: { findings: ReviewFinding[] }) {
  if (findings.length === 0) return null;
  return (
    <>
      <h3 className="section-title">{text.findings}</h3>
      <ol>
        {findings.map((one, index) => (
          <li key={index}>
            {one.text} {one.item_id !== null && <Link to={`/items/${one.item_id}`}>{one.number}</Link>}{" "}
            {one.due_at && text.due(exactTime(one.due_at))}{" "}
            <Tag color={one.closed_at ? "blue" : "orange"}>{one.closed_at ? text.closed(exactTime(one.closed_at)) : text.isOpen}</Tag>
            {one.closed_late && <Tag color="red">{text.closedLate}</Tag>}
          </li>
        ))}
      </ol>
    </>
  );
}
