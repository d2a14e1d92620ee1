/** One step of the ladder, or a withdrawal, at the chosen items; what was refused is said item by item. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Dropdown, Form, Input, Modal } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { act, freshKey } from "../../api/client";
import type { ItemRow, StepOutcome, Stepped, StepsAsked } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { zh } from "../../messages/zh";

const text = zh.ledger.several;
type Step = StepsAsked["step"];
const USUAL: Step[] = ["urge", "watch", "supervise"];
const FURTHER: Step[] = ["circular", "talk", "withdraw"];
const nameOf = (step: Step) => zh.items.byHand[step === "withdraw" ? "step-down" : step];

interface Props {
  items: ItemRow[];
  /** Those that stay chosen: what was refused can be mended and tried again. */
  onDone: (refused: number[]) => void;
  onClear: () => void;
}

interface Result {
  step: Step;
  done: number;
  refused: StepOutcome[];
  items: Map<number, ItemRow>;
}

export function StepSeveral({ items, onDone, onClear }: Props) {
  const [step, setStep] = useState<Step | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  const finish = (stepped: Stepped, taken: Step) => {
    const refused = stepped.outcomes.filter((one) => one.step === null);
    setResult({ step: taken, done: stepped.done, refused, items: new Map(items.map((item) => [item.id, item])) });
    setStep(null);
    onDone(refused.map((one) => one.item_id));
  };
  return (
    <>
      {result && result.refused.length > 0 && <Refused result={result} onClose={() => setResult(null)} />}
      {items.length > 0 && (
        <div className="chosen chosen-stays no-print" role="group" aria-label={text.label}>
          <span>{text.chosen(items.length)}</span>
          {USUAL.map((one) => (
            <Button key={one} danger={one === "supervise"} onClick={() => setStep(one)}>
              {nameOf(one).name}
            </Button>
          ))}
          <Dropdown
            trigger={["click"]}
            menu={{
              items: FURTHER.map((one) => ({ key: one, label: nameOf(one).name })),
              onClick: ({ key }) => setStep(FURTHER.find((one) => one === key) ?? null),
            }}
          >
            <Button>{zh.items.moreSteps}</Button>
          </Dropdown>
          <Button type="text" onClick={onClear}>
            {text.clear}
          </Button>
        </div>
      )}
      {step && (
        <StepDialog
          step={step}
          items={items}
          isOverCap={result?.step === step && result.refused.some((one) => one.is_over_cap)}
          onClose={() => setStep(null)}
          onStepped={(stepped) => finish(stepped, step)}
        />
      )}
    </>
  );
}

function Refused({ result: { step, done, refused, items }, onClose }: { result: Result; onClose: () => void }) {
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className="problems"
      title={text.refused(nameOf(step).name, done, refused.length)}
      closable={{ onClose }}
      description={
        <ol>
          {refused.map(({ item_id, problems }) => (
            <li key={item_id}>
              <Link to={`/items/${item_id}`}>{[items.get(item_id)?.number, items.get(item_id)?.title].filter(Boolean).join(" ")}</Link>
              {`：${problems.join("；")}`}
            </li>
          ))}
        </ol>
      }
    />
  );
}

interface DialogProps {
  step: Step;
  items: ItemRow[];
  /** Some of these were refused because their unit was urged often enough this week. */
  isOverCap: boolean;
  onClose: () => void;
  onStepped: (stepped: Stepped) => void;
}

type Reasons = Pick<StepsAsked, "reason" | "over_cap_reason">;

function StepDialog({ step, items, isOverCap, onClose, onStepped }: DialogProps) {
  const [form] = Form.useForm<Reasons>();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { name, lead } = nameOf(step);
  const stepping = useMutation({
    mutationFn: (reasons: Reasons) =>
      act<Stepped>("POST", "/items/steps", {
        body: { item_ids: items.map(({ id }) => id), step, ...reasons },
        headers: { "Idempotency-Key": freshKey() },
      }),
    onSuccess: async (stepped) => {
      if (stepped.done > 0) void message.success(text.done(name, stepped.done));
      onStepped(stepped);
      await client.invalidateQueries();
    },
  });
  return (
    <Modal open title={text.title(name, items.length)} okText={name} confirmLoading={stepping.isPending} onOk={form.submit} onCancel={onClose}>
      <p>{`${step === "withdraw" ? text.withdrawLead : lead}${text.sameReason}`}</p>
      <ul className="chosen-items">
        {items.map(({ id, number, title }) => (
          <li key={id}>{[number, title].filter(Boolean).join(" ")}</li>
        ))}
      </ul>
      <ProblemList error={stepping.error} placeOf={() => null} />
      <Form form={form} layout="vertical" onFinish={stepping.mutate}>
        <Form.Item
          name="reason"
          label={zh.items.reason}
          rules={[{ required: true, whitespace: true, message: zh.items.reasonNeeded }]}
        >
          <Input.TextArea maxLength={500} showCount autoFocus autoSize={{ minRows: 3 }} />
        </Form.Item>
        {step === "urge" && (
          <Form.Item name="over_cap_reason" label={zh.course.overCap} extra={isOverCap ? text.overCapAgain : text.overCapLead}>
            <Input maxLength={500} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
