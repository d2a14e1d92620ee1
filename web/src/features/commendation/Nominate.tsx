/** 申报: a unit puts forward itself or one of its people, or a person themself where the category allows it. */
import { PaperClipOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Select, Upload, type UploadFile } from "antd";
import { useState } from "react";
import { freshKey } from "../../api/client";
import { usePeople } from "../../api/directory";
import type { Problem } from "../../api/problem";
import type { AwardCycle, NewNominee } from "../../api/types";
import { useFieldProblems } from "../../components/fieldProblems";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { attachAll } from "../attachments/attachmentsApi";
import { useSession } from "../session/SessionContext";
import { filesOf, nominate } from "./commendationApi";
import { Criteria } from "./Criteria";

const text = zh.commendation;
const label = text.fields;

export function Nominate({ cycle, onClose }: { cycle: AwardCycle; onClose: (id?: number) => void }) {
  const [form] = Form.useForm<NewNominee>();
  const [key, setKey] = useState(freshKey);
  const client = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const { message, modal } = App.useApp();
  const { person: myself } = useSession();
  const speaks = cycle.units.length > 0;
  const categories = cycle.categories.filter((one) => speaks || one.self_allowed);
  const categoryId = Form.useWatch("category_id", form);
  const category = categories.find(({ id }) => id === categoryId);
  const ownUnit = myself.unit && category?.self_allowed ? [myself.unit] : [];
  const units = [...new Map([...cycle.units, ...ownUnit].map((one) => [one.id, one])).values()];
  const unitId = Form.useWatch("unit_id", form);
  const bySpeaker = cycle.units.some(({ id }) => id === unitId);
  const people = usePeople()
    .filter((one) => (bySpeaker ? one.unit?.id === unitId : one.id === myself.id))
    .map(({ id, name }) => ({ value: id, label: id === myself.id ? text.myself(name) : name }));
  const nominating = useMutation({
    mutationFn: async (fields: NewNominee) => {
      const nominated = await nominate(cycle.id, fields, key);
      return { ...nominated, refused: await refusedOf(nominated.id, files) };
    },
    onSuccess: async ({ id, number, refused }) => {
      void message.success(text.nominated(number));
      if (refused) void modal.warning({ title: text.filesRefused, content: <Refused error={refused} /> });
      onClose(id);
      await client.invalidateQueries();
    },
    onError: () => setKey(freshKey()),
  });
  const isPerson = category?.subject.code === "person";
  const elsewhere = useFieldProblems(form, nominating.error, isPerson ? fieldOfPerson : fieldOfUnit);
  const forget = () => speaks && form.setFieldsValue({ person_id: undefined });
  return (
    <Modal
      open
      width={720}
      title={text.nominate}
      okText={text.nominate}
      confirmLoading={nominating.isPending}
      onOk={form.submit}
      onCancel={() => onClose()}
    >
      <ProblemList error={elsewhere} placeOf={() => null} />
      <Form<NewNominee>
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={speaks ? { unit_id: onlyOne(cycle.units) } : { unit_id: myself.unit?.id, person_id: myself.id }}
        onFinish={nominating.mutate}
      >
        <Form.Item name="category_id" label={label.categories} extra={category && <Criteria criteria={category.criteria} />} rules={chosen(label.categories)}>
          <Select
            options={categories.map(({ id, name, subject }) => ({ value: id, label: text.categoryFor(name, subject.text) }))}
            onChange={forget}
          />
        </Form.Item>
        <Form.Item name="unit_id" label={label.unit} rules={chosen(label.unit)}>
          <Select
            options={units.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={forget}
          />
        </Form.Item>
        {isPerson && (
          <Form.Item name="person_id" label={label.person} rules={chosen(label.person)}>
            <Select options={people} showSearch={{ optionFilterProp: "label" }} />
          </Form.Item>
        )}
        <Form.Item
          name="deeds"
          label={label.deeds}
          extra={text.deedsHint}
          rules={[{ required: true, whitespace: true, message: text.needed(label.deeds) }]}
        >
          <Input.TextArea maxLength={8000} showCount autoSize={{ minRows: 6, maxRows: 16 }} />
        </Form.Item>
        <Form.Item label={text.files} extra={text.filesHint}>
          <ChooseFiles onFiles={setFiles} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function ChooseFiles({ onFiles }: { onFiles: (files: File[]) => void }) {
  const [chosenFiles, setChosenFiles] = useState<UploadFile[]>([]);
  return (
    <Upload
      multiple
      fileList={chosenFiles}
      beforeUpload={() => false}
      onChange={({ fileList }) => {
        setChosenFiles(fileList);
        onFiles(fileList.flatMap(({ originFileObj }) => originFileObj ?? []));
      }}
    >
      <Button icon={<PaperClipOutlined />}>{text.filesChoose}</Button>
    </Upload>
  );
}

/** What is refused of the files does not undo the nomination; they are sent once it is there. */
async function refusedOf(id: number, files: File[]): Promise<unknown> {
  try {
    await attachAll(filesOf(id), files);
    return null;
  } catch (error) {
    return error;
  }
}

function Refused({ error }: { error: unknown }) {
  return (
    <>
      <ProblemList error={error} />
      <p>{text.filesRefusedHint}</p>
    </>
  );
}

function onlyOne(units: AwardCycle["units"]): number | undefined {
  return units.length === 1 ? units[0]?.id : undefined;
}

function fieldOfPerson({ field }: Problem) {
  const name = field?.slice(1);
  return name && ["category_id", "unit_id", "person_id", "deeds"].includes(name) ? name : undefined;
}

/** Where units are nominated, what is wrong with the nominee stands at the unit. */
function fieldOfUnit(problem: Problem) {
  const name = fieldOfPerson(problem);
  return name === "person_id" ? "unit_id" : name;
}

function chosen(field: string) {
  return [{ required: true, message: text.choose(field) }];
}
