/** Entering or changing a group robot or webhook; address and secret go in and are never shown again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Select, Switch } from "antd";
import { useUnits } from "../../api/directory";
import type { Problem } from "../../api/problem";
import type { Channel, Preference } from "../../api/types";
import { useFieldProblems } from "../../components/fieldProblems";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { saveChannel } from "./channelsApi";

const text = zh.notices.channels;
const KINDS = Object.entries(text.kinds).map(([value, label]) => ({ value, label }));
const FIELDS = ["name", "kind", "url", "secret", "unit_id", "events"];

interface Fields {
  name: string;
  kind: Channel["kind"];
  url?: string;
  secret?: string;
  unit_id?: number;
  events: string[];
  is_on: boolean;
}

interface Props {
  channel: Channel | null;
  kinds: Preference["kinds"];
  onClose: () => void;
}

export function ChannelDialog({ channel, kinds, onClose }: Props) {
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch("kind", form) ?? channel?.kind ?? "wecom";
  const units = useUnits();
  const client = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: ({ url, secret, unit_id, ...rest }: Fields) =>
      saveChannel(channel?.id ?? null, { ...rest, url: url || null, secret: secret || null, unit_id: unit_id ?? null }),
    onSuccess: async () => {
      void message.success(text.saved);
      onClose();
      await client.invalidateQueries({ queryKey: ["/channels"] });
    },
  });
  const error = useFieldProblems(form, saving.error, fieldOf);
  const required = [{ required: true, message: text.needed }];
  return (
    <Modal
      open
      title={channel ? text.changeTitle(channel.name) : text.enter}
      okText={text.save}
      confirmLoading={saving.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <ProblemList error={error} placeOf={() => null} />
      <Form<Fields>
        form={form}
        layout="vertical"
        autoComplete="off"
        initialValues={channel ? fieldsOf(channel) : { kind: "wecom", events: [], is_on: true }}
        onFinish={saving.mutate}
      >
        <Form.Item name="name" label={text.name} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="kind" label={text.kind} rules={required}>
          <Select options={KINDS} />
        </Form.Item>
        <Form.Item name="url" label={text.url} rules={channel ? [] : required} extra={channel ? text.kept : text.urlHelp}>
          <Input maxLength={500} autoComplete="off" />
        </Form.Item>
        <Form.Item name="secret" label={text.secret} extra={`${text.secretHelp[kind]}${channel ? `；${text.kept}` : ""}`}>
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="unit_id" label={text.unit}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            placeholder={text.wholeOffice}
            options={units.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="events" label={text.events} rules={required}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            options={kinds.map(({ kind: value, label }) => ({ value, label }))}
          />
        </Form.Item>
        <Form.Item name="is_on" label={text.isOn} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function fieldsOf({ name, kind, unit, events, is_on }: Channel): Fields {
  return { name, kind, unit_id: unit?.id, events, is_on };
}

function fieldOf({ field }: Problem): string | undefined {
  const name = field?.replace("/", "");
  return name && FIELDS.includes(name) ? name : undefined;
}
