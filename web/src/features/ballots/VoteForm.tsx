/** Voting: what is marked goes to the server once; the receipt is made here and shown once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Form, Modal, Radio, Typography } from "antd";
import { useState } from "react";
import type { Ballot, Mark } from "../../api/types";
import { ProblemList } from "../../components/ProblemList";
import { Section } from "../../components/Section";
import { zh } from "../../messages/zh";
import { useSession } from "../session/SessionContext";
import { castVote, strikeVoter } from "./ballotsApi";
import { ReasonButton } from "./ReasonButton";
import { newReceipt } from "./receipt";

const text = zh.ballots;
const MARKS = (["for", "against", "abstain"] as const).map((value) => ({ value, label: text.marks[value] }));
type Choices = Record<string, Mark>;

export function VoteForm({ ballot }: { ballot: Ballot }) {
  const [receipt] = useState(newReceipt);
  const [choices, setChoices] = useState<Choices>({});
  const myself = useSession().person.id;
  const { modal } = App.useApp();
  const voting = useMutation({ mutationFn: () => castVote(ballot.id, receipt, choices) });
  const ask = () => modal.confirm({ title: text.voteAsk, okText: text.vote, onOk: () => voting.mutate() });
  return (
    <Section title={text.voting}>
      <ProblemList error={voting.error} placeOf={() => null} />
      <Form layout="vertical" onFinish={ask}>
        {ballot.rule.kind.code === "choose" ? (
          <Choosing ballot={ballot} choices={choices} onChoose={setChoices} />
        ) : (
          <Approving ballot={ballot} choices={choices} onChoose={setChoices} />
        )}
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!isWhole(ballot, choices)} loading={voting.isPending}>
            {text.vote}
          </Button>{" "}
          <ReasonButton
            label={text.recuse}
            ask={text.recuseAsk}
            onDo={(reason, key) => strikeVoter(ballot.id, myself, reason, key)}
          />
        </div>
      </Form>
      {voting.isSuccess && <Receipt receipt={receipt} />}
    </Section>
  );
}

function isWhole({ rule, options }: Ballot, choices: Choices): boolean {
  const count = Object.values(choices).filter((mark) => mark !== "none").length;
  return rule.kind.code === "choose" ? count >= rule.least && count <= rule.most : count === options.length;
}

interface MarkingProps {
  ballot: Ballot;
  choices: Choices;
  onChoose: (choices: Choices) => void;
}

function Choosing({ ballot: { options, rule }, choices, onChoose }: MarkingProps) {
  const chosen = Object.keys(choices);
  return (
    <>
      <Checkbox.Group
        className="stacked"
        value={chosen}
        onChange={(codes) => onChoose(Object.fromEntries(codes.map((code) => [code, "for"])))}
        options={options.map(({ code, name }) => ({
          value: code,
          label: name,
          disabled: chosen.length >= rule.most && !chosen.includes(code),
        }))}
      />
      <p className="muted" aria-live="polite">
        {text.chosen(chosen.length, rule.most)}
      </p>
    </>
  );
}

function Approving({ ballot: { options }, choices, onChoose }: MarkingProps) {
  return options.map(({ code, name }) => (
    <Form.Item key={code} label={name}>
      <Radio.Group
        aria-label={name}
        options={MARKS}
        value={choices[code]}
        onChange={(event) => onChoose({ ...choices, [code]: event.target.value as Mark })}
      />
    </Form.Item>
  ));
}

function Receipt({ receipt }: { receipt: string }) {
  const client = useQueryClient();
  const shown = receipt.replace(/(.{5})(?=.)/g, "$1 ");
  return (
    <Modal
      open
      closable={false}
      keyboard={false}
      title={text.receiptTitle}
      footer={
        <Button type="primary" onClick={() => void client.invalidateQueries()}>
          {text.receiptKept}
        </Button>
      }
    >
      <Typography.Paragraph className="receipt" copyable={{ text: receipt, tooltips: [text.copy, text.copied] }}>
        {shown}
      </Typography.Paragraph>
      <p>{text.receiptOnce}</p>
    </Modal>
  );
}
