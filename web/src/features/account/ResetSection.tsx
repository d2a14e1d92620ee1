/** For administrators: a one-time password for somebody who has forgotten theirs. */
import { useMutation } from "@tanstack/react-query";
import { App, Button, Form, Popconfirm, Select, Space } from "antd";
import { ApiProblem } from "../../api/problem";
import { usePeople } from "../../api/directory";
import { exactTime } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { endSessionsOf, givePassword } from "./accountApi";
import { ShownOnce } from "./ShownOnce";

const text = zh.account;

/** Where nobody was chosen, the field says so itself. */
const problemOf = (error: unknown) => (error instanceof ApiProblem ? error : null);

export function ResetSection() {
  const people = usePeople();
  const giving = useMutation({ mutationFn: ({ person }: { person: number }) => givePassword(person) });
  const { message } = App.useApp();
  const [form] = Form.useForm<{ person: number }>();
  const ending = useMutation({
    mutationFn: async () => endSessionsOf((await form.validateFields()).person),
    onSuccess: ({ count }) => message.success(text.endedOf(count)),
  });
  const nameOf = (id?: number) => people.find((person) => person.id === id)?.name ?? "";
  return (
    <Section title={text.reset}>
      <p className="muted">{text.resetLead}</p>
      <ProblemList error={giving.error ?? problemOf(ending.error)} placeOf={() => null} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={giving.mutate}>
        <Form.Item name="person" label={text.person} rules={[{ required: true, message: text.personNeeded }]}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={people.map(({ id, name, unit }) => ({
              value: id,
              label: [name, unit?.name].filter(Boolean).join(" "),
            }))}
            onChange={() => {
              giving.reset();
              ending.reset();
            }}
          />
        </Form.Item>
        <Form.Item>
          <Space wrap>
            <Button htmlType="submit" loading={giving.isPending}>
              {text.give}
            </Button>
            <Popconfirm title={text.endOfSure} onConfirm={() => ending.mutate()}>
              <Button loading={ending.isPending}>{text.endOf}</Button>
            </Popconfirm>
          </Space>
        </Form.Item>
      </Form>
      {giving.data && (
        <ShownOnce
          lead={text.given(nameOf(giving.variables.person), exactTime(giving.data.until))}
          secret={giving.data.password}
        />
      )}
    </Section>
  );
}
