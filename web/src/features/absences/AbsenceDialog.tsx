/** 外出登记: who, from when to when, from which work, and who does it meanwhile. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Radio, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { freshKey } from "../../api/client";
import { usePeople, useUnits } from "../../api/directory";
import type { Problem } from "../../api/problem";
import type { AbsenceEntry, Person } from "../../api/types";
import { useFieldProblems } from "../../components/fieldProblems";
import { plainDate } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useNow, useSession } from "../session/SessionContext";
import { enterableQuery, enterAbsence, processesQuery } from "./absencesApi";
import { BoundField } from "./BoundField";
import { instantOfBound, type Bound, type Side } from "./bounds";

const text = zh.absences;
const label = text.fields;
type Scope = keyof typeof text.scopes;
const SCOPES = Object.entries(text.scopes).map(([value, said]) => ({ value, label: said }));

interface Fields {
  person_id: number;
  starts_at: Bound;
  ends_at: Bound;
  scope: Scope;
  process?: string;
  unit_id?: number;
  third_id?: number;
  reason?: string;
}

export function AbsenceDialog({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<Fields>();
  const [key] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const myself = useSession().person.id;
  const today = dayjs(plainDate(useNow()));
  const scope = Form.useWatch("scope", form);
  const entering = useMutation({
    mutationFn: (fields: Fields) => enterAbsence(entryOf(fields), key),
    onSuccess: async () => {
      void message.success(text.entered);
      onClose();
      await client.invalidateQueries();
    },
  });
  const error = useFieldProblems(form, entering.error, fieldOf);
  return (
    <Modal
      open
      title={text.enter}
      okText={text.enter}
      confirmLoading={entering.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ProblemList error={error} placeOf={() => null} />
      <Form<Fields>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={{
          person_id: myself,
          starts_at: { day: today, part: "am", time: null },
          ends_at: { day: today, part: "pm", time: null },
          scope: "all",
        }}
        onValuesChange={(_, { starts_at: from, ends_at: to }) => {
          if (from.day && to.day?.isBefore(from.day, "day")) form.setFieldValue("ends_at", { ...to, day: from.day });
        }}
        onFinish={(fields) => entering.mutate(fields)}
      >
        <WhoField />
        <Form.Item name="starts_at" label={label.starts_at} rules={boundRules("from")}>
          <BoundField label={label.starts_at} />
        </Form.Item>
        <Form.Item name="ends_at" label={label.ends_at} rules={boundRules("to")}>
          <BoundField label={label.ends_at} minDate={today} />
        </Form.Item>
        <Form.Item name="scope" label={label.scope}>
          <Radio.Group options={SCOPES} />
        </Form.Item>
        {scope === "process" && <ProcessField />}
        {scope === "unit" && <UnitField />}
        <ThirdField />
        <Form.Item name="reason" label={label.reason}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function WhoField() {
  const people = useQuery(enterableQuery).data?.items;
  return (
    <Form.Item name="person_id" label={label.person_id} rules={needed(label.person_id)}>
      <Select
        options={(people ?? []).map(choiceOf)}
        loading={!people}
        disabled={people?.length === 1}
        showSearch={{ optionFilterProp: "label" }}
      />
    </Form.Item>
  );
}

function ProcessField() {
  const processes = useQuery(processesQuery).data?.items ?? [];
  const options = processes.filter(({ executable }) => executable).map(({ key, name }) => ({ value: key, label: name }));
  return (
    <Form.Item name="process" label={label.process} rules={needed(label.process)}>
      <Select options={options} showSearch={{ optionFilterProp: "label" }} />
    </Form.Item>
  );
}

function UnitField() {
  const options = useUnits().map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form.Item name="unit_id" label={label.unit_id} rules={needed(label.unit_id)}>
      <Select options={options} showSearch={{ optionFilterProp: "label" }} />
    </Form.Item>
  );
}

function ThirdField() {
  return (
    <Form.Item name="third_id" label={label.third_id} extra={text.thirdHint}>
      <Select options={usePeople().map(choiceOf)} allowClear showSearch={{ optionFilterProp: "label" }} />
    </Form.Item>
  );
}

function choiceOf({ id, name, unit }: Person) {
  return { value: id, label: [name, unit?.name].filter(Boolean).join(" ") };
}

const needed = (name: string) => [{ required: true, message: text.needed(name) }];

function boundRules(side: Side) {
  const name = side === "from" ? label.starts_at : label.ends_at;
  return [
    {
      required: true,
      validator: (_: unknown, bound: Bound) =>
        instantOfBound(bound, side) ? Promise.resolve() : Promise.reject(new Error(text.needed(name))),
    },
  ];
}

function entryOf(fields: Fields): AbsenceEntry {
  return {
    person_id: fields.person_id,
    starts_at: instantOfBound(fields.starts_at, "from") ?? "",
    ends_at: instantOfBound(fields.ends_at, "to") ?? "",
    process: fields.scope === "process" ? fields.process : null,
    unit_id: fields.scope === "unit" ? fields.unit_id : null,
    third_id: fields.third_id ?? null,
    reason: fields.reason ?? "",
  };
}

function fieldOf({ field }: Problem): string | undefined {
  const name = field?.replace(/^.*\//, "");
  return name && name in label ? name : undefined;
}
