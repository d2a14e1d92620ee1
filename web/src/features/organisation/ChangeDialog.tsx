/** One change of the organisation: its fields, the day from which it holds, and what the server says against it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, DatePicker, Form, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState, type ReactNode } from "react";
import { freshKey } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { OfficeChange } from "../../api/types";
import { useFieldProblems } from "../../components/fieldProblems";
import { exactDate, plainDate } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { changeOffice } from "./organisationApi";
import { useViewed } from "./Viewed";

const text = zh.organisation;
const PLACE = /^(?:\/changes\/0\/|\/body\/changes\/0\/\w+\/)?(\w+)$/;

interface Props<Fields> {
  title: string;
  lead?: string;
  okText?: string;
  danger?: boolean;
  initial?: Partial<Fields>;
  changeOf: (fields: Fields) => OfficeChange;
  onClose: () => void;
  children: ReactNode;
}

export function ChangeDialog<Fields extends object>(props: Props<Fields>) {
  const { title, lead, okText = text.save, danger, initial, changeOf, onClose, children } = props;
  const { day } = useViewed();
  const [form] = Form.useForm<Fields & { starts_at?: Dayjs | null }>();
  const [key] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const tomorrow = dayjs(plainDate(useNow())).add(1, "day");
  const changing = useMutation({
    mutationFn: async ({ starts_at, ...fields }: Fields & { starts_at?: Dayjs | null }) => {
      const from = starts_at?.format("YYYY-MM-DD") ?? null;
      await changeOffice(changeOf(fields as unknown as Fields), from, key);
      return from;
    },
    onSuccess: async (from) => {
      void message.success(from ? text.savedFor(exactDate(from)) : text.saved);
      onClose();
      await client.invalidateQueries();
    },
  });
  const error = useFieldProblems(form, changing.error, fieldOf);
  return (
    <Modal
      open
      title={title}
      okText={okText}
      okButtonProps={{ danger }}
      confirmLoading={changing.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {lead && <p>{lead}</p>}
      <ProblemList error={error} placeOf={() => null} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...initial, starts_at: day ? dayjs(day) : null }}
        scrollToFirstError={{ focus: true }}
        onFinish={(fields) => changing.mutate(fields)}
      >
        {children}
        <Form.Item name="starts_at" label={text.fields.starts_at} extra={text.hints.starts_at}>
          <DatePicker style={{ width: "100%" }} minDate={tomorrow} placeholder={text.immediately} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function fieldOf({ field }: Problem): string | undefined {
  return PLACE.exec(field ?? "")?.[1];
}
