/** Choosing people by name; their units tell those of the same name apart. */
import { Select } from "antd";
import { usePeople } from "../api/directory";

interface Props {
  value?: number | number[];
  onChange?: (value: number | number[]) => void;
  several?: boolean;
  id?: string;
}

export function PeopleSelect({ value, onChange, several = false, id }: Props) {
  const options = usePeople().map((person) => ({
    value: person.id,
    label: [person.name, person.unit?.name].filter(Boolean).join(" · "),
  }));
  return (
    <Select
      id={id}
      mode={several ? "multiple" : undefined}
      value={value}
      onChange={onChange}
      options={options}
      showSearch={{ optionFilterProp: "label" }}
    />
  );
}
