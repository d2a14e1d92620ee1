/** 评审打分: every nominee by each criterion, or why the member stands aside; those of the own unit are left out. */
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Grid, Input, type FormInstance } from "antd";
import { useEffect, useState } from "react";
import type { NomineeToMark, TaskDetail } from "../../api/types";
import { Asked } from "../../components/Asked";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import type { Completion } from "../tasks/tasksApi";
import { nomineesQuery } from "./commendationApi";
import { Criteria } from "./Criteria";
import { answered, entered, isMarked, type Entries } from "./marks";
import { NomineeMarks } from "./NomineeMarks";

const text = zh.commendation;

type FieldPath = (string | number)[];

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
  const [before] = useState(() => entered(nominees, draft?.variables));
  const unfolding = useUnfolding(nominees, before, form);
  const categories = [...new Set(nominees.map(({ category }) => category))];
  const answer = () => ({
    variables: { ...answered(nominees, form.getFieldsValue(true) as Entries) },
    comment: comment || undefined,
  });
  return (
    <Form<Entries>
      form={form}
      layout="vertical"
      disabled={busy}
      initialValues={before}
      onFinish={() => onSubmit(answer())}
      onFinishFailed={({ errorFields: [first] }) => first && unfolding.show(first.name)}
    >
      <p className="muted">{draft ? zh.taskVerbs.draftShown(exactTime(draft.saved_at)) : text.marksLead}</p>
      <Progress nominees={nominees} />
      {categories.map((category) => {
        const mine = nominees.filter((one) => one.category === category);
        return (
          <fieldset key={category} className="review-row">
            <legend>{category}</legend>
            <Criteria criteria={mine[0]?.criteria ?? []} />
            {mine.map((one) => (
              <NomineeMarks
                key={one.id}
                nominee={one}
                open={unfolding.isOpen(one.id)}
                onToggle={unfolding.toggle && (() => unfolding.toggle?.(one.id))}
              />
            ))}
          </fieldset>
        );
      })}
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

function Progress({ nominees }: { nominees: NomineeToMark[] }) {
  const entries = Form.useWatch((all: Entries) => all) ?? {};
  const mine = nominees.filter(({ is_own }) => !is_own);
  const done = mine.filter((one) => isMarked(one, entries[one.id])).length;
  return (
    <p className="marks-progress" role="status">
      {text.marked(done, mine.length)}
    </p>
  );
}

/** On a narrow screen one nominee after the other is unfolded, at first the first who is not marked yet. */
function useUnfolding(nominees: NomineeToMark[], before: Entries, form: FormInstance<Entries>) {
  const wide = Grid.useBreakpoint().md ?? true;
  const [missing, setMissing] = useState<FieldPath>();
  useEffect(() => {
    if (missing) form.scrollToField(missing, { focus: true, block: "center" });
  }, [form, missing]);
  const [open, setOpen] = useState(() => {
    const first = nominees.find((one) => !one.is_own && !isMarked(one, before[one.id]));
    return new Set(first ? [String(first.id)] : []);
  });
  return {
    isOpen: (id: number) => wide || open.has(String(id)),
    toggle: wide ? undefined : (id: number) => setOpen(open.has(String(id)) ? new Set() : new Set([String(id)])),
    /** Brings a field to sight, once its nominee is unfolded. */
    show: (name: FieldPath) => {
      setOpen(new Set([String(name[0])]));
      setMissing([...name]);
    },
  };
}
