/** The steps of the ladder by hand, up and down, each with a reason. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { problemsOf } from "../../api/problem";
import type { ItemDetail } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";
import { pushByHand, type ByHand, type Push } from "./itemsApi";

const text = zh.items;
const USUAL: ByHand[] = ["urge", "watch", "supervise"];
const FURTHER: ByHand[] = ["circular", "talk"];

export function PushByHand({ item }: { item: ItemDetail }) {
  const [step, setStep] = useState<ByHand | null>(null);
  const further: ByHand[] = item.step.code === "none" ? FURTHER : [...FURTHER, "step-down"];
  return (
    <>
      {USUAL.map((name) => (
        <Button key={name} danger={name === "supervise"} onClick={() => setStep(name)}>
          {text.byHand[name].name}
        </Button>
      ))}
      <Dropdown
        trigger={["click"]}
        menu={{
          items: further.map((name) => ({ key: name, label: text.byHand[name].name })),
          onClick: ({ key }) => setStep(further.find((name) => name === key) ?? null),
        }}
      >
        <Button>{text.moreSteps}</Button>
      </Dropdown>
      {step && <ReasonDialog item={item} step={step} onClose={() => setStep(null)} />}
    </>
  );
}

function ReasonDialog({ item, step, onClose }: { item: ItemDetail; step: ByHand; onClose: () => void }) {
  const [form] = Form.useForm<Push>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { name, lead } = text.byHand[step];
  const pushing = useMutation({
    mutationFn: (push: Push) => pushByHand(item.id, step, push),
    onSuccess: async () => {
      void message.success(text.done(name));
      onClose();
      await client.invalidateQueries();
    },
  });
  return (
    <Modal
      open
      title={`${name} ${item.number ?? ""}`}
      okText={name}
      confirmLoading={pushing.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{lead}</p>
      <ProblemList error={pushing.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={pushing.mutate}>
        {step === "step-down" && (
          <Form.Item name="down_to" label={text.downTo} initialValue={lowerSteps(item)[0]?.value}>
            <Select options={lowerSteps(item)} />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={text.reason}
          rules={[{ required: true, whitespace: true, message: text.reasonNeeded }]}
        >
          <Input.TextArea maxLength={500} showCount autoFocus autoSize={{ minRows: 3 }} />
        </Form.Item>
        {problemsOf(pushing.error).some(({ field }) => field === "over_cap_reason") && (
          <Form.Item name="over_cap_reason" label={zh.course.overCap} rules={[{ required: true, whitespace: true, message: text.reasonNeeded }]}>
            <Input maxLength={500} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

/** The steps that can be left: those taken below the present one, the highest first, and none at all. */
function lowerSteps(item: ItemDetail) {
  const standing = new Map(
    item.ladder.taken.filter((one) => !one.withdrawn_at && one.step.code !== item.step.code).map(({ step }) => [step.code, step.text]),
  );
  const highestFirst = [...standing].reverse().map(([value, label]) => ({ value, label }));
  return [...highestFirst, { value: "none", label: text.noStep }];
}
