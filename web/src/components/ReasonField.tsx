/** The reason somebody gives for what is done beside the course: a label, and room to write. */
import { Input } from "antd";

interface Props {
  label: string;
  placeholder: string;
  value: string;
  onChange: (reason: string) => void;
}

export function ReasonField({ label, placeholder, value, onChange }: Props) {
  return (
    <label className="comment">
      <span>{label}</span>
      <Input.TextArea
        placeholder={placeholder}
        value={value}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}
