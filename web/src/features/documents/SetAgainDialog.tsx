/** Sets a document again as its next version: the reason, and the words that are put right. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal } from "antd";
import type { Correction, OfficialDocument } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { documentQuery, setAgain, WITH_DOCUMENTS } from "./documentsApi";
import { titleOf } from "./titleOf";

const text = zh.documents;
const LONGEST_REASON = 400;

interface Props {
  document: OfficialDocument;
  onClose: () => void;
}

interface Values {
  reason: string;
  corrections?: Partial<Correction>[];
}

export function SetAgainDialog({ document, onClose }: Props) {
  const [form] = Form.useForm<Values>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const setting = useMutation({
    mutationFn: ({ reason, corrections = [] }: Values) =>
      setAgain(
        document.id,
        reason,
        corrections.map(({ before = "", after = "" }) => ({ before, after })),
      ),
    onSuccess: async () => {
      void message.success(text.againDone);
      onClose();
      await client.invalidateQueries(WITH_DOCUMENTS);
    },
  });
  return (
    <Modal
      open
      title={text.again}
      okText={text.again}
      confirmLoading={setting.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{text.againLead(titleOf(document))}</p>
      <ProblemList error={setting.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={setting.mutate}>
        <Form.Item name="reason" label={text.reason} rules={[{ required: true, whitespace: true, message: text.reasonNeeded }]}>
          <Input.TextArea maxLength={LONGEST_REASON} showCount autoFocus autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Corrections />
      </Form>
      <PresentTexts id={document.id} />
    </Modal>
  );
}

function Corrections() {
  return (
    <Form.Item label={text.corrections} extra={text.correctionsHint}>
      <Form.List name="corrections">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="correction">
                <Form.Item
                  name={[name, "before"]}
                  label={text.before}
                  rules={[{ required: true, message: text.beforeNeeded }]}
                >
                  <Input.TextArea autoSize />
                </Form.Item>
                <Form.Item name={[name, "after"]} label={text.after}>
                  <Input.TextArea autoSize />
                </Form.Item>
                <Button type="link" onClick={() => remove(name)}>
                  {text.removeCorrection}
                </Button>
              </div>
            ))}
            <Button onClick={() => add()}>{text.addCorrection}</Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}

function PresentTexts({ id }: { id: number }) {
  const found = useQuery(documentQuery(id)).data;
  if (!found) return null;
  return (
    <details>
      <summary>{text.says}</summary>
      {found.texts.map((one, index) => (
        <p key={index} className="breaks">
          {one}
        </p>
      ))}
    </details>
  );
}
