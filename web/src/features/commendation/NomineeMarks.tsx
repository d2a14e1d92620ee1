/** One nominee on the marking form: the points of each criterion with their sum, or why the member stands aside. */
import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, InputNumber, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { NomineeToMark } from "../../api/types";
import { zh } from "../../messages/zh";
import { Files } from "../attachments/Attachments";
import { filesOf } from "./commendationApi";
import { isMarked, sumOf, type Entry } from "./marks";

const text = zh.commendation;

interface Props {
  nominee: NomineeToMark;
  /** Folded, only name and sum are there; what was entered stays. */
  open: boolean;
  /** Missing where there is room for all. */
  onToggle?: () => void;
}

export function NomineeMarks({ nominee, open, onToggle }: Props) {
  const entry = Form.useWatch<Entry | undefined>(String(nominee.id)) ?? {};
  const aside = entry.aside ?? false;
  return (
    <div className="nominee" data-open={open}>
      <Heading nominee={nominee} open={open} entry={entry} onToggle={nominee.is_own ? undefined : onToggle} />
      {!nominee.is_own && (
        <>
          <Points nominee={nominee} hidden={!open || aside} aside={aside} />
          <Aside nominee={nominee} hidden={!open} aside={aside} />
        </>
      )}
      {open && nominee.files > 0 && <Evidence nominee={nominee} />}
    </div>
  );
}

function Heading({ nominee, open, entry, onToggle }: Props & { entry: Entry }) {
  const { id, number, name, unit, is_own } = nominee;
  return (
    <div className="nominee-name">
      {onToggle && (
        <Button
          type="text"
          size="small"
          icon={open ? <DownOutlined /> : <RightOutlined />}
          aria-expanded={open}
          aria-label={text.unfold(name)}
          onClick={onToggle}
        />
      )}
      <Link to={`/commendation/nominations/${id}`} target="_blank">
        {name}
      </Link>
      <span className="muted">{[unit?.name !== name && unit?.name, number].filter(Boolean).join(" ")}</span>
      {is_own ? <Tag>{text.ownUnit}</Tag> : <Total nominee={nominee} entry={entry} />}
    </div>
  );
}

/** The sum as it grows; complete only when every criterion has its points. */
function Total({ nominee, entry }: { nominee: NomineeToMark; entry: Entry }) {
  if (entry.aside) return <Tag>{text.asideTotal}</Tag>;
  if (isMarked(nominee, entry)) return <strong className="nominee-total">{text.total(sumOf(entry.points))}</strong>;
  const begun = (entry.points ?? []).some((one) => one != null);
  return <span className="nominee-total muted">{begun ? text.totalSoFar(sumOf(entry.points)) : text.notMarked}</span>;
}

function Points({ nominee, hidden, aside }: { nominee: NomineeToMark; hidden: boolean; aside: boolean }) {
  const { id, name, criteria } = nominee;
  const alone = criteria.length === 1;
  return (
    <div className="nominee-points" hidden={hidden}>
      {criteria.map((criterion, place) => (
        <Form.Item
          key={criterion.name}
          name={[String(id), "points", place]}
          label={alone ? undefined : text.ofMost(criterion.name, criterion.points)}
          rules={
            aside
              ? []
              : [{ required: true, message: alone ? text.markNeeded(name) : text.pointsNeeded(criterion.name) }]
          }
        >
          <InputNumber
            min={0}
            max={criterion.points}
            precision={0}
            inputMode="numeric"
            aria-label={alone ? text.markFor(name) : text.pointsFor(name, criterion.name)}
            placeholder={`0–${criterion.points}`}
          />
        </Form.Item>
      ))}
    </div>
  );
}

function Aside({ nominee: { id, name }, hidden, aside }: { nominee: NomineeToMark; hidden: boolean; aside: boolean }) {
  const place = String(id);
  return (
    <>
      <Form.Item name={[place, "aside"]} valuePropName="checked" hidden={hidden}>
        <Checkbox aria-label={text.asideFor(name)}>{text.aside}</Checkbox>
      </Form.Item>
      {aside && (
        <Form.Item
          name={[place, "reason"]}
          className="nominee-reason"
          hidden={hidden}
          rules={[{ required: true, whitespace: true, message: text.asideNeeded(name) }]}
        >
          <Input maxLength={400} aria-label={text.asideReason(name)} placeholder={text.asideHint} />
        </Form.Item>
      )}
    </>
  );
}

function Evidence({ nominee: { id, name, files } }: { nominee: NomineeToMark }) {
  const [shown, setShown] = useState(false);
  return (
    <div className="nominee-files">
      <Button
        type="link"
        size="small"
        aria-expanded={shown}
        aria-label={text.filesToMark(name, files)}
        onClick={() => setShown(!shown)}
      >
        {text.filesOf(files)}
      </Button>
      {shown && <Files place={filesOf(id)} />}
    </div>
  );
}
