/** The form of a request, drawn from its JSON Schema as the form of a task is. */
import { Form as AntdForm } from "@rjsf/antd";
import type { RJSFSchema, UiSchema } from "@rjsf/utils";
import { Button } from "antd";
import { useMemo, useState } from "react";
import type { Problem } from "../../api/problem";
import type { ItemRequest } from "../../api/types";
import { inPlainWords, translate } from "../tasks/formLanguage";
import { errorsAtFields } from "../tasks/formPaths";
import { formValidator } from "../tasks/formValidator";
import { formWidgets } from "../tasks/formWidgets";
import type { Asking } from "./itemsApi";

interface Props {
  request: ItemRequest;
  problems: Problem[];
  busy: boolean;
  onSubmit: (variables: Asking) => void;
}

/** A decision is a person's: nothing stands there already chosen. */
const NOTHING_CHOSEN = { constAsDefaults: "never" } as const;

export function RequestForm({ request, problems, busy, onSubmit }: Props) {
  const schema = useMemo<RJSFSchema>(() => ({ ...request.form, title: undefined }), [request.form]);
  const [values, setValues] = useState<Asking>({});
  const extraErrors = useMemo(() => errorsAtFields(problems), [problems]);
  return (
    <AntdForm
      schema={schema}
      idPrefix="request-form"
      uiSchema={request.ui as UiSchema}
      formData={values}
      validator={formValidator}
      widgets={formWidgets}
      experimental_defaultFormStateBehavior={NOTHING_CHOSEN}
      extraErrors={extraErrors}
      transformErrors={inPlainWords}
      translateString={translate}
      showErrorList={false}
      focusOnFirstError
      onError={() => undefined /* the fields say it; the library would write it to the console */}
      noHtml5Validate
      disabled={busy}
      onChange={({ formData }) => setValues((formData ?? {}) as Asking)}
      onSubmit={({ formData }) => onSubmit((formData ?? {}) as Asking)}
    >
      <div className="form-actions no-print">
        <Button type="primary" htmlType="submit" size="large" loading={busy}>
          {request.title}
        </Button>
      </div>
    </AntdForm>
  );
}
