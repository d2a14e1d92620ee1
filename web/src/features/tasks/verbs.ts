/** What each verb asks for in its dialog, and the address that does it. */
import { zh } from "../../messages/zh";

const text = zh.taskVerbs;

export type DialogVerb = keyof typeof text.leads;

interface Asked {
  path: string;
  /** Whom it goes to: nobody, one, or several. */
  whom?: "one" | "several";
  /** What is written: needed, optional, or nothing; and the name under which it is sent. */
  words?: { field: "reason" | "text" | "note"; label: string; needed: boolean };
}

const WHY = { field: "reason", label: text.reason.needed, needed: true } as const;
const MAYBE_WHY = { field: "reason", label: text.reason.optional, needed: false } as const;
const SAID = { field: "text", label: text.reason.text, needed: true } as const;

export const ASKED: Record<DialogVerb, Asked> = {
  claim: { path: "claim" },
  release: { path: "release", words: MAYBE_WHY },
  transfer: { path: "transfer", whom: "one", words: WHY },
  delegate: { path: "delegate", whom: "one", words: WHY },
  hand_back: { path: "hand-back" },
  add_signers: { path: "signers", whom: "several", words: WHY },
  return: { path: "return", words: WHY },
  withdraw: { path: "withdraw", words: MAYBE_WHY },
  copy: { path: "copy", whom: "several", words: { field: "note", label: text.reason.note, needed: false } },
  comment: { path: "comment", words: SAID },
  urge: { path: "urge", words: SAID },
  answer_urge: { path: "answer-urge", words: SAID },
  remove_signer: { path: "remove-signer", words: MAYBE_WHY },
};

/** In the order in which they are offered; what is done in the form is not among them. */
export const OFFERED: DialogVerb[] = [
  "claim",
  "release",
  "withdraw",
  "answer_urge",
  "return",
  "transfer",
  "delegate",
  "add_signers",
  "copy",
  "comment",
  "urge",
];
