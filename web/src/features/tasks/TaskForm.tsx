/** The form of a task, drawn from its JSON Schema. */
import { Form as AntdForm } from "@rjsf/antd";
import type { RJSFSchema, UiSchema } from "@rjsf/utils";
import { Button, Input } from "antd";
import { useMemo, useState } from "react";
import type { Problem } from "../../api/problem";
import type { TaskDetail } from "../../api/types";
import { exactTime } from "../../components/officeTime";
import { zh } from "../../messages/zh";
import { inPlainWords, translate } from "./formLanguage";
import { errorsAtFields } from "./formPaths";
import { formValidator } from "./formValidator";
import { formWidgets } from "./formWidgets";
import type { Completion } from "./tasksApi";

const text = zh.tasks;
const NOTHING_TO_FILL: RJSFSchema = { type: "object", properties: {} };

/** A decision is a person's: the first of several answers must not stand there already chosen. */
const NOTHING_CHOSEN = { constAsDefaults: "never" } as const;

type Values = Record<string, unknown>;

export interface TaskFormProps {
  task: TaskDetail;
  problems: Problem[];
  busy: boolean;
  submitText: string;
  onSubmit: (completion: Completion) => void;
  /** Keeps what was filled in so far, complete or not. */
  onKeep: (completion: Completion) => void;
  /** What stands in the form at first, because the product knows it; one's own draft goes before. */
  known?: Values;
}

/** The page says what the form is; the form need not repeat it. */
function untitled(schema: RJSFSchema): RJSFSchema {
  return { ...schema, title: undefined };
}

export function TaskForm({ task, problems, busy, submitText, onSubmit, onKeep, known = {} }: TaskFormProps) {
  const schema = useMemo(() => untitled((task.form as RJSFSchema | null) ?? NOTHING_TO_FILL), [task.form]);
  // Empty, or one's own draft: an opinion somebody gave earlier under the same name must not be signed by another person.
  const draft = task.sheet.draft;
  const [values, setValues] = useState<Values>(draft?.variables ?? known);
  const [comment, setComment] = useState(draft?.comment ?? "");
  const extraErrors = useMemo(() => errorsAtFields(problems), [problems]);
  const fieldless = Object.keys(schema.properties ?? {}).length === 0;
  return (
    <AntdForm
      schema={schema}
      idPrefix="task-form"
      uiSchema={(task.ui as UiSchema | null) ?? {}}
      formData={values}
      validator={formValidator}
      widgets={formWidgets}
      formContext={{ evidence: task.evidence, subject: task.subject }}
      experimental_defaultFormStateBehavior={NOTHING_CHOSEN}
      extraErrors={extraErrors}
      transformErrors={inPlainWords}
      translateString={translate}
      showErrorList={false}
      focusOnFirstError
      onError={() => undefined /* the fields say it; the library would write it to the console */}
      noHtml5Validate
      disabled={busy}
      onChange={({ formData }) => setValues((formData ?? {}) as Values)}
      onSubmit={({ formData }) => onSubmit({ variables: (formData ?? {}) as Values, comment: comment || undefined })}
    >
      {draft && <p className="muted">{zh.taskVerbs.draftShown(exactTime(draft.saved_at))}</p>}
      {fieldless && <p className="muted">{text.formNone}</p>}
      <label className="comment">
        <span>{text.comment}</span>
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
        <Button size="large" disabled={busy} onClick={() => onKeep({ variables: values, comment: comment || undefined })}>
          {zh.taskVerbs.draft}
        </Button>
      </div>
    </AntdForm>
  );
}
