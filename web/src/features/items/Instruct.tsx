/** 批示: entered by the leader, or by an officer in a leader's name; on an item or on all open items of a matter. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, DatePicker, Form, Input, InputNumber, Modal, Select, Upload } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useNavigate } from "react-router";
import { plainDate } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { attachAll } from "../attachments/attachmentsApi";
import { useNow, useRole } from "../session/SessionContext";
import { instructItem, instructMatter, leaderPostsQuery } from "./courseApi";

const text = zh.course.instruct;

type Target = { item: { id: number; closed: boolean } } | { matterId: number };
interface Fields {
  text: string;
  dated_on: Dayjs;
  leader_post_id?: number;
  due_working_days?: number;
  praise?: boolean;
}

export function Instruct(target: Target) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text.name}</Button>
      {open && <InstructDialog target={target} onClose={() => setOpen(false)} />}
    </>
  );
}

function InstructDialog({ target, onClose }: { target: Target; onClose: () => void }) {
  const [form] = Form.useForm<Fields>();
  const [files, setFiles] = useState<File[]>([]);
  const posts = useQuery(leaderPostsQuery);
  const isLeader = useRole("leader");
  const today = dayjs(plainDate(useNow()));
  const client = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const praise = Form.useWatch("praise", form);
  const onItem = "item" in target ? target.item : null;
  const instructing = useMutation({
    mutationFn: async ({ dated_on, ...fields }: Fields) => {
      const body = { ...fields, dated_on: dated_on.format("YYYY-MM-DD") };
      if ("matterId" in target) return void (await instructMatter(target.matterId, body));
      const item = await instructItem(target.item.id, body);
      if (files.length > 0) await attachAll(`/items/${item.id}`, files);
      if (item.id !== target.item.id) void navigate(`/items/${item.id}`);
    },
    onSuccess: async () => {
      void message.success(text.done);
      onClose();
      await client.invalidateQueries();
    },
  });
  return (
    <Modal open title={text.name} okText={text.name} confirmLoading={instructing.isPending} onOk={form.submit} onCancel={onClose}>
      <p>{onItem === null ? text.matter : onItem.closed ? text.closed : text.open}</p>
      <ProblemList error={instructing.error} placeOf={() => null} />
      <Form form={form} layout="vertical" initialValues={{ dated_on: today }} onFinish={instructing.mutate}>
        {!isLeader && (
          <Form.Item name="leader_post_id" label={text.leader} rules={[{ required: true, message: text.leaderNeeded }]}>
            <Select options={(posts.data?.items ?? []).map((post) => ({ value: post.id, label: `${post.holder}（${post.title}）` }))} />
          </Form.Item>
        )}
        <Form.Item name="dated_on" label={text.date} rules={[{ required: true, message: text.date }]}>
          <DatePicker style={{ width: "100%" }} maxDate={today} />
        </Form.Item>
        <Form.Item name="text" label={text.text} rules={[{ required: true, whitespace: true, message: text.textNeeded }]}>
          <Input.TextArea maxLength={2000} showCount autoFocus autoSize={{ minRows: 3 }} />
        </Form.Item>
        {onItem && (
          <Form.Item name="praise" valuePropName="checked" extra={text.praiseHint}>
            <Checkbox>{text.praise}</Checkbox>
          </Form.Item>
        )}
        {onItem?.closed && !praise && (
          <Form.Item name="due_working_days" label={text.days} rules={[{ required: true, message: text.daysNeeded }]}>
            <InputNumber min={1} max={999} precision={0} />
          </Form.Item>
        )}
        {onItem && (
          <Form.Item label={text.file}>
            <Upload
              beforeUpload={(file) => {
                setFiles((before) => [...before, file]);
                return false;
              }}
              onRemove={({ name }) => setFiles((before) => before.filter((file) => file.name !== name))}
            >
              <Button>{text.chooseFile}</Button>
            </Upload>
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
