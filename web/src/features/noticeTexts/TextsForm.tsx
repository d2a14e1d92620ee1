/** The texts of one kind: written, previewed, restored; with the versions before. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Space } from "antd";
import type { Problem } from "../../api/problem";
import type { NoticeTexts, TextsDetail } from "../../api/types";
import { useFieldProblems } from "../../components/fieldProblems";
import { exactTime } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { ItemSelect } from "./ItemSelect";
import { previewTexts, putTexts, restoreTexts } from "./noticeTextsApi";
import { Preview } from "./Preview";

const text = zh.notices.texts;
const FIELDS = ["subject", "lead", "robot"];

interface Fields extends NoticeTexts {
  item?: number | null;
}

export function TextsForm({ detail }: { detail: TextsDetail }) {
  const { kind, texts, names } = detail;
  const [form] = Form.useForm<Fields>();
  const { saving, restoring } = useChanges(kind);
  const previewing = useMutation({
    mutationFn: ({ item, ...written }: Fields) => previewTexts(kind, written, item ?? null),
  });
  const error = useFieldProblems(form, saving.error ?? previewing.error, fieldOf);
  const { modal } = App.useApp();
  const restore = () => modal.confirm({ title: text.restore, content: text.restoreAsk, onOk: () => restoring.mutate() });
  return (
    <div className="columns">
      <Section title={detail.label}>
        <ProblemList error={error ?? restoring.error} placeOf={() => null} />
        <Form<Fields> form={form} layout="vertical" initialValues={texts} onFinish={({ subject, lead, robot }) => saving.mutate({ subject, lead, robot })}>
          <Form.Item name="subject" label={text.subject}>
            <Input />
          </Form.Item>
          <Form.Item name="lead" label={text.text}>
            <Input.TextArea autoSize={{ minRows: 3 }} />
          </Form.Item>
          <Form.Item name="robot" label={text.robot}>
            <Input.TextArea autoSize={{ minRows: 4 }} />
          </Form.Item>
          <p className="muted">
            {text.names}：{names.map((name) => `{${name}} ${text.nameLabels[name] ?? ""}`).join("，")}。{text.onlyRobot}
          </p>
          <Form.Item name="item" label={text.item}>
            <ItemSelect />
          </Form.Item>
          <Space wrap>
            <Button onClick={() => previewing.mutate(form.getFieldsValue())} loading={previewing.isPending}>
              {text.preview}
            </Button>
            <Button type="primary" htmlType="submit" loading={saving.isPending}>
              {text.save}
            </Button>
            {!detail.is_shipped && <Button onClick={restore}>{text.restore}</Button>}
          </Space>
        </Form>
      </Section>
      <div>
        {previewing.data && <Preview preview={previewing.data} />}
        <Section title={text.history}>
          <Versions detail={detail} onUse={(used) => form.setFieldsValue(used)} />
        </Section>
      </div>
    </div>
  );
}

function useChanges(kind: string) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const onSettled = () => client.invalidateQueries({ queryKey: ["/notice-texts"] });
  const saving = useMutation({
    mutationFn: (written: NoticeTexts) => putTexts(kind, written),
    onSuccess: () => {
      void message.success(text.saved);
      return onSettled();
    },
  });
  const restoring = useMutation({
    mutationFn: () => restoreTexts(kind),
    onSuccess: () => {
      void message.success(text.restored);
      return onSettled();
    },
  });
  return { saving, restoring };
}

function Versions({ detail: { versions }, onUse }: { detail: TextsDetail; onUse: (texts: NoticeTexts) => void }) {
  if (versions.length === 0) return <p className="muted">{text.historyEmpty}</p>;
  return (
    <ul className="why-list">
      {versions.map(({ version, changed_at, changed_by, texts }) => (
        <li key={version}>
          {text.changedBy(version, exactTime(changed_at), changed_by.name)}
          {texts ? (
            <>
              <div className="muted">{texts.subject}</div>
              <Button size="small" onClick={() => onUse(texts)}>
                {text.use}
              </Button>
            </>
          ) : (
            <div className="muted">{text.wasRestored}</div>
          )}
        </li>
      ))}
    </ul>
  );
}

function fieldOf({ field }: Problem): string | undefined {
  const name = field?.replace("/", "");
  return name && FIELDS.includes(name) ? name : undefined;
}
