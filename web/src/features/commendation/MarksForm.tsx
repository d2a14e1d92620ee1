/** 评审打分: every nominee with a mark or why the member stands aside; those of the own unit are left out. */
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, InputNumber, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { NomineeToMark, TaskDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { Files } from "../attachments/Attachments";
import type { Completion } from "../tasks/tasksApi";
import { filesOf, nomineesQuery } from "./commendationApi";

const text = zh.commendation;

interface Entry {
  mark?: number | null;
  aside?: boolean;
  reason?: string;
}

/** By the id of a nomination, as the form's fields are called. */
type Entries = Record<string, Entry | undefined>;

interface Props {
  task: TaskDetail;
  busy: boolean;
  submitText: string;
  onSubmit: (completion: Completion) => void;
  /** Keeps what was filled in so far, complete or not. */
  onKeep: (completion: Completion) => void;
}

export function MarksForm(props: Props) {
  const nominees = useQuery({ ...nomineesQuery(props.task.id), staleTime: Infinity });
  return <Asked query={nominees}>{({ items }) => <Marks nominees={items} {...props} />}</Asked>;
}

function Marks({ nominees, task, busy, submitText, onSubmit, onKeep }: Props & { nominees: NomineeToMark[] }) {
  const { draft } = task.sheet;
  const [form] = Form.useForm<Entries>();
  const [comment, setComment] = useState(draft?.comment ?? "");
  const categories = [...new Set(nominees.map(({ category }) => category))];
  const answer = () => ({
    variables: answered(nominees, form.getFieldsValue(true) as Entries),
    comment: comment || undefined,
  });
  return (
    <Form<Entries>
      form={form}
      layout="vertical"
      disabled={busy}
      initialValues={entered(nominees, draft?.variables)}
      scrollToFirstError={{ focus: true }}
      onFinish={() => onSubmit(answer())}
    >
      <p className="muted">{draft ? zh.taskVerbs.draftShown(exactTime(draft.saved_at)) : text.marksLead}</p>
      {categories.map((category) => (
        <fieldset key={category} className="review-row">
          <legend>{category}</legend>
          <p className="muted">{nominees.find((one) => one.category === category)?.criteria}</p>
          {nominees
            .filter((one) => one.category === category)
            .map((one) => (
              <Nominee key={one.id} nominee={one} />
            ))}
        </fieldset>
      ))}
      <label className="comment">
        <span>{zh.tasks.comment}</span>
        <Input.TextArea
          value={comment}
          maxLength={500}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      <div className="form-actions no-print">
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {submitText}
        </Button>
        <Button size="large" disabled={busy} onClick={() => onKeep(answer())}>
          {zh.taskVerbs.draft}
        </Button>
      </div>
    </Form>
  );
}

function Nominee({ nominee: { id, number, name, unit, is_own, files } }: { nominee: NomineeToMark }) {
  const [showsFiles, setShowsFiles] = useState(false);
  const place = String(id);
  const aside = Form.useWatch<boolean | undefined>([place, "aside"]) ?? false;
  return (
    <div className="nominee">
      <div className="nominee-name">
        <Link to={`/commendation/nominations/${id}`} target="_blank">
          {name}
        </Link>
        <span className="muted">{[unit?.name !== name && unit?.name, number].filter(Boolean).join(" ")}</span>
        {files > 0 && (
          <Button
            type="link"
            size="small"
            disabled={false}
            aria-expanded={showsFiles}
            aria-label={text.filesToMark(name, files)}
            onClick={() => setShowsFiles(!showsFiles)}
          >
            {text.filesOf(files)}
          </Button>
        )}
      </div>
      {is_own ? (
        <Tag>{text.ownUnit}</Tag>
      ) : (
        <>
          <Form.Item
            name={[place, "mark"]}
            hidden={aside}
            rules={aside ? [] : [{ required: true, message: text.markNeeded(name) }]}
          >
            <InputNumber min={0} max={100} precision={0} aria-label={text.markFor(name)} placeholder={text.markHint} />
          </Form.Item>
          <Form.Item name={[place, "aside"]} valuePropName="checked">
            <Checkbox aria-label={text.asideFor(name)}>{text.aside}</Checkbox>
          </Form.Item>
          {aside && (
            <Form.Item
              name={[place, "reason"]}
              className="nominee-reason"
              rules={[{ required: true, whitespace: true, message: text.asideNeeded(name) }]}
            >
              <Input maxLength={400} aria-label={text.asideReason(name)} placeholder={text.asideHint} />
            </Form.Item>
          )}
        </>
      )}
      {showsFiles && (
        <div className="nominee-files">
          <Files place={filesOf(id)} />
        </div>
      )}
    </div>
  );
}

function answered(nominees: NomineeToMark[], entries: Entries) {
  const mine = nominees.filter(({ is_own }) => !is_own).map(({ id, number }) => ({ number, ...entries[id] }));
  return {
    marks: mine.flatMap(({ number, mark, aside }) => (mark == null || aside ? [] : [{ number, mark }])),
    aside: mine.flatMap(({ number, aside, reason = "" }) => (aside ? [{ number, reason: reason.trim() }] : [])),
  };
}

/** What was kept as a draft, by nominee. */
function entered(nominees: NomineeToMark[], variables: Record<string, unknown> = {}): Entries {
  const { marks = [], aside = [] } = variables as Partial<ReturnType<typeof answered>>;
  return Object.fromEntries(
    nominees.map(({ id, number }) => {
      const why = aside.find((one) => one.number === number);
      return [id, { mark: marks.find((one) => one.number === number)?.mark, aside: why !== undefined, reason: why?.reason }];
    }),
  );
}
