/** The size of a file as a person reads it. */
import { zh } from "../../messages/zh";

const UNITS = [zh.attachments.bytes, "KB", "MB", "GB"];

export function sizeOf(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const amount = bytes / 1024 ** power;
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[power]}`;
}
