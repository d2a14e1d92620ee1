/** Chooses a day, and of it a half or an exact time. */
import { DatePicker, Select, TimePicker } from "antd";
import type { Dayjs } from "dayjs";
import { zh } from "../../messages/zh";
import type { Bound, Part } from "./bounds";

const text = zh.absences;
const PARTS = (["am", "pm", "exact"] as const).map((value) => ({ value, label: text.parts[value] }));

interface Props {
  label: string;
  minDate?: Dayjs;
  /** Given by the form. */
  id?: string;
  value?: Bound;
  onChange?: (bound: Bound) => void;
}

export function BoundField({ id, label, minDate, value, onChange }: Props) {
  if (!value) return null;
  const change = (part: Partial<Bound>) => onChange?.({ ...value, ...part });
  return (
    <div className="bound">
      <DatePicker
        id={id}
        aria-label={text.dayOf(label)}
        value={value.day}
        minDate={minDate}
        onChange={(day) => change({ day })}
      />
      <Select<Part>
        aria-label={text.partOf(label)}
        value={value.part}
        options={PARTS}
        onChange={(part) => change({ part })}
      />
      {value.part === "exact" && (
        <TimePicker
          aria-label={text.timeOf(label)}
          format="HH:mm"
          minuteStep={5}
          needConfirm={false}
          value={value.time}
          onChange={(time) => change({ time })}
        />
      )}
    </div>
  );
}
