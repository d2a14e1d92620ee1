/** Somebody enters a document error with its analysis, or another entry of the negative list. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, DatePicker, Form, Input, Modal, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { freshKey } from "../../api/client";
import { useUnits } from "../../api/directory";
import type { NegativeList, NewNegative } from "../../api/types";
import { plainDate } from "../../components/officeTime";
import { PeopleSelect } from "../../components/PeopleSelect";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { enterNegative } from "./performanceApi";

const text = zh.negativeList;
const label = text.fields;

interface Fields {
  kind: NewNegative["kind"];
  person_id?: number;
  unit_id?: number;
  text: string;
  cause?: string;
  correction?: string;
  document?: string;
  occurred_on: Dayjs;
  expires_on?: Dayjs | null;
}

export function EnterNegative({ kinds, onClose }: { kinds: NegativeList["may_enter"]; onClose: () => void }) {
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch("kind", form);
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const units = useUnits();
  const today = dayjs(plainDate(useNow()));
  const entering = useMutation({
    mutationFn: (fields: Fields) => enterNegative(bodyOf(fields), key),
    onSuccess: async () => {
      void message.success(text.entered);
      onClose();
      await client.invalidateQueries();
    },
    onError: () => setKey(freshKey()),
  });
  return (
    <Modal
      open
      title={`${text.title}：${text.enter}`}
      okText={text.enter}
      confirmLoading={entering.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ProblemList error={entering.error} placeOf={() => null} />
      <Form<Fields>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={{ kind: kinds[0]?.code, occurred_on: today }}
        onFinish={(fields) => entering.mutate(fields)}
      >
        <Form.Item name="kind" label={label.kind} rules={needed(label.kind)}>
          <Select options={kinds.map((one) => ({ value: one.code, label: one.text }))} />
        </Form.Item>
        <Form.Item name="person_id" label={label.person} rules={kind === "discipline" ? needed(label.person) : []}>
          <PeopleSelect />
        </Form.Item>
        {kind !== "discipline" && (
          <Form.Item name="unit_id" label={label.unit} extra={text.unitHint}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: "label" }}
              options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
            />
          </Form.Item>
        )}
        <Form.Item name="text" label={label.text} rules={needed(label.text)}>
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
        </Form.Item>
        {kind === "document_error" && (
          <>
            <Form.Item name="document" label={label.document}>
              <Input maxLength={120} />
            </Form.Item>
            <Form.Item name="cause" label={label.cause} rules={needed(label.cause)}>
              <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
            </Form.Item>
            <Form.Item name="correction" label={label.correction} rules={needed(label.correction)}>
              <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
            </Form.Item>
          </>
        )}
        <Form.Item name="occurred_on" label={label.occurred} rules={needed(label.occurred)}>
          <DatePicker style={{ width: "100%" }} maxDate={today} />
        </Form.Item>
        <Form.Item name="expires_on" label={label.expires} extra={text.expiresHint}>
          <DatePicker style={{ width: "100%" }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function bodyOf({ occurred_on, expires_on, ...fields }: Fields): NewNegative {
  return {
    kind: fields.kind,
    text: fields.text,
    person_id: fields.person_id ?? null,
    unit_id: fields.unit_id ?? null,
    cause: fields.cause ?? "",
    correction: fields.correction ?? "",
    document: fields.document ?? "",
    item_id: null,
    occurred_on: occurred_on.format("YYYY-MM-DD"),
    expires_on: expires_on ? expires_on.format("YYYY-MM-DD") : null,
  };
}

function needed(field: string) {
  return [{ required: true, message: text.needed(field) }];
}
