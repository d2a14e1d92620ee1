/** The party committee office opens a year: when the gates open, who sits on the panel. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, DatePicker, Form, Input, InputNumber, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { freshKey } from "../../api/client";
import type { NewReviewYear } from "../../api/types";
import { plainDate } from "../../components/officeTime";
import { PeopleSelect } from "../../components/PeopleSelect";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { openYear } from "./reviewsApi";

const text = zh.reviews;
const label = text.fields;

interface Fields {
  year: number;
  gates: Dayjs[];
  chair: number;
  members: number[];
  quorum: string;
  prepare_days: number;
  sit_days: number;
}

export function OpenYear({ onClose }: { onClose: (opened?: number) => void }) {
  const [form] = Form.useForm<Fields>();
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const today = dayjs(plainDate(useNow()));
  const opening = useMutation({
    mutationFn: (fields: Fields) => openYear(yearOf(fields), key),
    onSuccess: async ({ year }) => {
      void message.success(text.opened);
      onClose(year);
      await client.invalidateQueries();
    },
    onError: () => setKey(freshKey()),
  });
  return (
    <Modal
      open
      title={text.openYear}
      okText={text.openYear}
      confirmLoading={opening.isPending}
      onOk={form.submit}
      onCancel={() => onClose()}
    >
      <ProblemList error={opening.error} placeOf={() => null} />
      <Form<Fields>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={{ year: today.year(), quorum: "2/3", prepare_days: 10, sit_days: 5, members: [] }}
        onFinish={(fields) => opening.mutate(fields)}
      >
        <Form.Item name="year" label={label.year} rules={needed(label.year)}>
          <InputNumber min={2000} max={2100} />
        </Form.Item>
        {text.gates.map((name, index) => (
          <Form.Item key={name} name={["gates", index]} label={label.gate(name)} rules={needed(label.gate(name))}>
            <DatePicker style={{ width: "100%" }} />
          </Form.Item>
        ))}
        <Form.Item name="chair" label={label.chair} rules={needed(label.chair)}>
          <PeopleSelect />
        </Form.Item>
        <Form.Item name="members" label={label.members} extra={text.membersHint} rules={needed(label.members)}>
          <PeopleSelect several />
        </Form.Item>
        <Form.Item name="quorum" label={label.quorum} extra={text.quorumHint} rules={needed(label.quorum)}>
          <Input maxLength={9} />
        </Form.Item>
        <Form.Item name="prepare_days" label={label.prepare_days} rules={needed(label.prepare_days)}>
          <InputNumber min={1} max={60} />
        </Form.Item>
        <Form.Item name="sit_days" label={label.sit_days} rules={needed(label.sit_days)}>
          <InputNumber min={1} max={60} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function yearOf({ chair, members, gates, ...rest }: Fields): NewReviewYear {
  const others = members.filter((one) => one !== chair);
  return {
    ...rest,
    gates: gates.map((day) => day.format("YYYY-MM-DD")),
    seats: [chair, ...others].map((person_id) => ({ person_id, post_id: null, is_chair: person_id === chair })),
  };
}

function needed(field: string) {
  return [{ required: true, message: text.needed(field) }];
}
