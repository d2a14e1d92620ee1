/** 党委办 opens a cycle: categories with quotas and criteria, the window, the panel. What is wrong stands at its field. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, DatePicker, Form, Input, InputNumber, Modal, Radio } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { freshKey } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { NewAwardCycle } from "../../api/types";
import { useFieldProblems } from "../../components/fieldProblems";
import { plainDate } from "../../components/officeTime";
import { PeopleSelect } from "../../components/PeopleSelect";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { useNow } from "../session/SessionContext";
import { openCycle } from "./commendationApi";
import { CriteriaFields, FIRST, type Criterion } from "./CriteriaFields";

const text = zh.commendation;
const label = text.fields;
const KINDS = Object.entries(text.kinds).map(([value, name]) => ({ value, label: name }));
const SUBJECTS = Object.entries(text.subjects).map(([value, name]) => ({ value, label: name }));

type Category = Omit<Required<NewAwardCycle["categories"][number]>, "criteria"> & { criteria: Criterion[] };

interface Fields {
  title: string;
  year: number;
  kind: string;
  nominate_until: Dayjs;
  categories: Category[];
  chair: number;
  members: number[];
  quorum: string;
  contact: string;
  text?: string;
}

export function OpenCycle({ onClose }: { onClose: (opened?: number) => void }) {
  const [form] = Form.useForm<Fields>();
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const { message } = App.useApp();
  const today = dayjs(plainDate(useNow()));
  const opening = useMutation({
    mutationFn: (fields: Fields) => openCycle(cycleOf(fields), key),
    onSuccess: async ({ id }) => {
      void message.success(text.opened);
      onClose(id);
      await client.invalidateQueries();
    },
    onError: () => setKey(freshKey()),
  });
  const elsewhere = useFieldProblems(form, opening.error, fieldOf);
  return (
    <Modal
      open
      width={760}
      title={text.open}
      okText={text.publish}
      confirmLoading={opening.isPending}
      onOk={form.submit}
      onCancel={() => onClose()}
    >
      <ProblemList error={elsewhere} placeOf={() => null} />
      <Form<Fields>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={{ year: today.year(), kind: "annual", quorum: "2/3", members: [], categories: [EMPTY] }}
        onFinish={(fields) => opening.mutate(fields)}
      >
        <Form.Item name="title" label={label.title} rules={needed(label.title)}>
          <Input maxLength={200} />
        </Form.Item>
        <div className="matter-form">
          <Form.Item name="kind" label={label.kind} extra={text.kindHint}>
            <Radio.Group options={KINDS} />
          </Form.Item>
          <Form.Item name="year" label={label.year} rules={needed(label.year)}>
            <InputNumber min={2000} max={2100} />
          </Form.Item>
          <Form.Item name="nominate_until" label={label.nominate_until} extra={text.untilHint} rules={needed(label.nominate_until)}>
            <DatePicker style={{ width: "100%" }} minDate={today} />
          </Form.Item>
          <Form.Item name="contact" label={label.contact} extra={text.contactHint} rules={needed(label.contact)}>
            <Input maxLength={200} />
          </Form.Item>
        </div>
        <Form.Item name="text" label={label.text}>
          <Input.TextArea maxLength={8000} autoSize={{ minRows: 2, maxRows: 8 }} />
        </Form.Item>
        <Categories />
        <div className="matter-form">
          <Form.Item name="chair" label={label.chair} rules={needed(label.chair)}>
            <PeopleSelect />
          </Form.Item>
          <Form.Item name="members" label={label.members} extra={text.membersHint} rules={needed(label.members)}>
            <PeopleSelect several />
          </Form.Item>
          <Form.Item name="quorum" label={label.quorum} extra={text.quorumHint} rules={needed(label.quorum)}>
            <Input maxLength={9} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}

const EMPTY: Category = { name: "", subject: "person", quota: 1, criteria: [FIRST], self_allowed: false, heads_percent: null };

function Categories() {
  return (
    <Form.List name="categories">
      {(rows, { add, remove }, { errors }) => (
        <>
          {rows.map(({ key, name }) => (
            <fieldset key={key} className="review-row">
              <legend>{text.categoryOf(name + 1)}</legend>
              <OneCategory at={name} />
              {rows.length > 1 && (
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={text.removeCategory(name + 1)}
                  onClick={() => remove(name)}
                />
              )}
            </fieldset>
          ))}
          <Form.ErrorList errors={errors} />
          <p>
            <Button icon={<PlusOutlined />} onClick={() => add(EMPTY)}>
              {text.addCategory}
            </Button>
          </p>
        </>
      )}
    </Form.List>
  );
}

function OneCategory({ at }: { at: number }) {
  const isPerson = Form.useWatch(["categories", at, "subject"]) === "person";
  return (
    <>
      <div className="matter-form">
        <Form.Item name={[at, "name"]} label={label.category} rules={needed(label.category)}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name={[at, "subject"]} label={label.subject}>
          <Radio.Group options={SUBJECTS} />
        </Form.Item>
        <Form.Item name={[at, "quota"]} label={label.quota} rules={needed(label.quota)}>
          <InputNumber min={1} max={200} />
        </Form.Item>
        {isPerson && (
          <Form.Item name={[at, "heads_percent"]} label={label.heads_percent} extra={text.headsHint}>
            <InputNumber min={0} max={100} suffix="%" />
          </Form.Item>
        )}
      </div>
      {isPerson && (
        <Form.Item name={[at, "self_allowed"]} valuePropName="checked">
          <Checkbox>{label.self_allowed}</Checkbox>
        </Form.Item>
      )}
      <CriteriaFields at={at} />
    </>
  );
}

function cycleOf({ chair, members, nominate_until, categories, text: said = "", ...rest }: Fields): NewAwardCycle {
  const others = members.filter((one) => one !== chair);
  return {
    ...rest,
    text: said,
    nominate_until: nominate_until.format("YYYY-MM-DD"),
    categories: categories.map((one) => ({ ...one, heads_percent: one.subject === "person" ? one.heads_percent : null })),
    seats: [chair, ...others].map((person_id) => ({ person_id, post_id: null, is_chair: person_id === chair })),
  };
}

/** The server names `/categories/0/quota` and `/categories/0/criteria/1/points`; what is wrong with a seat stands at the members. */
function fieldOf({ field }: Problem) {
  const [name, place, part, ...within] = field?.split("/").slice(1) ?? [];
  if (name === "categories" && part) return [name, Number(place), part, ...within.map((one) => (/^\d+$/.test(one) ? Number(one) : one))];
  return name === "seats" ? "members" : name && name in label ? name : undefined;
}

function needed(field: string) {
  return [{ required: true, message: text.needed(field) }];
}
