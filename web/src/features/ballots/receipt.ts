/** Receipts are made on the voter's own device, and looked for there: no server learns whose is whose. */
import { sha256 } from "./sha256";

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 26 letters of Crockford's base 32: 130 random bits. Works on plain http, too. */
export function newReceipt(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => LETTERS[byte % 32]).join("");
}

/** What the published record lists instead of a receipt; as in `engine/domain/recount.py`. */
export function commitmentOf(ballot: string, receipt: string): string {
  return sha256(`duban ballot ${ballot}\n${receipt.trim().toUpperCase()}`);
}
