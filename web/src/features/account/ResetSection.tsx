/** For administrators: a one-time password for somebody who has forgotten theirs. */
import { useMutation } from "@tanstack/react-query";
import { Button, Form, Select } from "antd";
import { usePeople } from "../../api/directory";
import { exactTime } from "../../components/officeTime";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { givePassword } from "./accountApi";
import { ShownOnce } from "./ShownOnce";

const text = zh.account;

export function ResetSection() {
  const people = usePeople();
  const giving = useMutation({ mutationFn: ({ person }: { person: number }) => givePassword(person) });
  const nameOf = (id?: number) => people.find((person) => person.id === id)?.name ?? "";
  return (
    <Section title={text.reset}>
      <p className="muted">{text.resetLead}</p>
      <ProblemList error={giving.error} placeOf={() => null} />
      <Form layout="vertical" requiredMark={false} onFinish={giving.mutate}>
        <Form.Item name="person" label={text.person} rules={[{ required: true, message: text.personNeeded }]}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={people.map(({ id, name, unit }) => ({
              value: id,
              label: [name, unit?.name].filter(Boolean).join(" "),
            }))}
            onChange={() => giving.reset()}
          />
        </Form.Item>
        <Form.Item>
          <Button htmlType="submit" loading={giving.isPending}>
            {text.give}
          </Button>
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
