/** The party committee office enters the year's key tasks, several at once. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import { useUnits } from "../../api/directory";
import type { NewKeyTasks } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { enterTasks } from "./reviewsApi";

const text = zh.reviews;
const label = text.fields;

export function EnterTasks({ year, onClose }: { year: number; onClose: () => void }) {
  const [form] = Form.useForm<NewKeyTasks>();
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const units = useUnits().map(({ id, name }) => ({ value: id, label: name }));
  const entering = useMutation({
    mutationFn: (fields: NewKeyTasks) => enterTasks(year, fields, key),
    onSuccess: async ({ entered }) => {
      void message.success(text.entered(entered));
      onClose();
      await client.invalidateQueries();
    },
    onError: () => setKey(freshKey()),
  });
  return (
    <Modal
      open
      width={720}
      title={text.enter}
      okText={text.enter}
      confirmLoading={entering.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ProblemList error={entering.error} placeOf={() => null} />
      <Form<NewKeyTasks>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={{ tasks: [{ text: "" }] }}
        onFinish={(fields) => entering.mutate(fields)}
      >
        <Form.List name="tasks">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key: row, name }) => (
                <fieldset key={row} className="review-row">
                  <Form.Item name={[name, "unit_id"]} label={label.unit} rules={needed(label.unit)}>
                    <Select options={units} showSearch={{ optionFilterProp: "label" }} />
                  </Form.Item>
                  <Form.Item name={[name, "title"]} label={label.title} rules={needed(label.title)}>
                    <Input maxLength={300} />
                  </Form.Item>
                  <Form.Item name={[name, "text"]} label={label.text}>
                    <Input.TextArea maxLength={4000} autoSize={{ minRows: 2, maxRows: 8 }} />
                  </Form.Item>
                  {rows.length > 1 && (
                    <Button
                      type="text"
                      danger
                      icon={<DeleteOutlined />}
                      aria-label={text.removeRow(name + 1)}
                      onClick={() => remove(name)}
                    />
                  )}
                </fieldset>
              ))}
              <Button icon={<PlusOutlined />} onClick={() => add({ text: "" })}>
                {text.addRow}
              </Button>
            </>
          )}
        </Form.List>
      </Form>
    </Modal>
  );
}

function needed(field: string) {
  return [{ required: true, message: text.needed(field) }];
}
