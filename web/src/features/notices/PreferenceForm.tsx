/** The ways of telling by kind, and quiet times. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Form, Input, Radio, Select } from "antd";
import type { Preference, TellingMode } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import type { Wish } from "./noticesApi";

const text = zh.notices.preference;
const MODES: TellingMode[] = ["at_once", "digest", "app"];
const NO_QUIET = { starts: "00:00", ends: "00:00", days_off: false };
type Rest = "office" | "own" | "none";

interface Fields {
  modes: Record<string, TellingMode | "">;
  rest: Rest;
  starts: string;
  ends: string;
  days_off: boolean;
}

interface Props {
  preference: Preference;
  ofOffice?: boolean;
  onSave: (wish: Wish) => Promise<Preference>;
}

export function PreferenceForm({ preference, ofOffice = false, onSave }: Props) {
  const [form] = Form.useForm<Fields>();
  const rest = Form.useWatch("rest", form);
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (fields: Fields) => onSave(wishOf(fields)),
    onSuccess: () => {
      void message.success(text.saved);
      return client.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith("/notices/") });
    },
  });
  return (
    <Form name={ofOffice ? "office" : "own"} form={form} layout="vertical" initialValues={fieldsOf(preference, ofOffice)} onFinish={saving.mutate}>
      <div className="modes">
        {preference.kinds.map(({ kind, label, office, fixed }) => (
          <Form.Item key={kind} name={["modes", kind]} label={label}>
            <Select
              disabled={fixed}
              options={[
                ...(ofOffice || fixed ? [] : [{ value: "", label: text.asOffice(text.modes[office]) }]),
                ...MODES.map((value) => ({ value, label: text.modes[value] })),
              ]}
            />
          </Form.Item>
        ))}
      </div>
      <p className="muted">{text.fixed}</p>
      <Form.Item name="rest" label={text.quiet} extra={text.quietLead}>
        <Radio.Group
          options={[
            ...(ofOffice ? [] : [{ value: "office", label: officeRest(preference) }]),
            { value: "own", label: text.quietOwn },
            { value: "none", label: text.noQuiet },
          ]}
        />
      </Form.Item>
      {rest === "own" && (
        <div className="quiet">
          <Form.Item name="starts" label={text.starts} rules={[{ required: true, message: text.starts }]}>
            <Input type="time" />
          </Form.Item>
          <Form.Item name="ends" label={text.ends} rules={[{ required: true, message: text.ends }]}>
            <Input type="time" />
          </Form.Item>
          <Form.Item name="days_off" valuePropName="checked" label=" ">
            <Checkbox>{text.daysOff}</Checkbox>
          </Form.Item>
        </div>
      )}
      <ProblemList error={saving.error} />
      <Button type="primary" htmlType="submit" loading={saving.isPending}>
        {text.save}
      </Button>
    </Form>
  );
}

/** What the office has, in words, so that nobody has to look it up elsewhere. */
function officeRest({ office_quiet: quiet }: Preference): string {
  const hours = quiet && quiet.starts !== quiet.ends ? text.quietText(quiet.starts, quiet.ends) : "";
  const parts = [hours, quiet?.days_off ? text.daysOffText : ""].filter(Boolean);
  return `${text.quietAsOffice}（${parts.join("，") || text.noQuiet}）`;
}

function fieldsOf(preference: Preference, ofOffice: boolean): Fields {
  const kept = ofOffice ? preference.office_quiet : preference.quiet;
  const isQuiet = kept && (kept.starts !== kept.ends || kept.days_off);
  const chosen = (kind: Preference["kinds"][number]) => (ofOffice || kind.fixed ? kind.office : (kind.own ?? ""));
  return {
    modes: Object.fromEntries(preference.kinds.map((kind) => [kind.kind, chosen(kind)])),
    rest: isQuiet ? "own" : kept || ofOffice ? "none" : "office",
    starts: isQuiet ? kept.starts : "20:00",
    ends: isQuiet ? kept.ends : "08:00",
    days_off: isQuiet ? kept.days_off : true,
  };
}

function wishOf({ modes, rest, starts, ends, days_off }: Fields): Wish {
  const chosen = Object.entries(modes).filter((entry): entry is [string, TellingMode] => entry[1] !== "");
  const own = { starts, ends, days_off };
  return { modes: Object.fromEntries(chosen), quiet: rest === "office" ? null : rest === "own" ? own : NO_QUIET };
}
