/** Narrows the ledger down by unit, state, matter and words. */
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useUnits } from "../../api/directory";
import { usePages } from "../../api/pages";
import type { Matter } from "../../api/types";
import { zh } from "../../messages/zh";
import { useRole } from "../session/SessionContext";
import { OVERSEERS } from "../shell/menu";
import type { Filter } from "./useLedgerFilter";

const { filters: label, states, clear } = zh.ledger;
const STATES = Object.entries(states).map(([value, text]) => ({ value, label: text }));

interface Props {
  filter: Filter;
  onNarrow: (change: Filter) => void;
  onClear: () => void;
}

export function LedgerFilters({ filter, onNarrow, onClear }: Props) {
  const units = useUnits().map(({ id, name }) => ({ value: String(id), label: name }));
  const seesMatters = useRole(...OVERSEERS);
  const isNarrowed = Object.values(filter).some(Boolean);
  return (
    <div className="filters no-print">
      <Choice label={label.unit} value={filter.unit_id} options={units} onChange={(unit_id) => onNarrow({ unit_id })} />
      <Choice label={label.state} value={filter.state} options={STATES} onChange={(state) => onNarrow({ state })} />
      {seesMatters && <MatterChoice value={filter.matter_id} onChange={(matter_id) => onNarrow({ matter_id })} />}
      <Words key={filter.q ?? ""} value={filter.q} onSearch={(q) => onNarrow({ q })} />
      {isNarrowed && <Button onClick={onClear}>{clear}</Button>}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

function Choice({ label: text, value, options, onChange }: ChoiceProps) {
  return (
    <Select
      className="filter"
      aria-label={text}
      placeholder={text}
      value={value}
      options={options}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      onChange={(chosen: string | undefined) => onChange(chosen)}
    />
  );
}

function MatterChoice({ value, onChange }: Pick<ChoiceProps, "value" | "onChange">) {
  const matters = usePages<Matter>("/matters");
  const options = matters.items.map(({ id, number, title }) => ({ value: String(id), label: `${number} ${title}` }));
  return <Choice label={label.matter} value={value} options={options} onChange={onChange} />;
}

function Words({ value = "", onSearch }: { value?: string; onSearch: (words: string) => void }) {
  const [words, setWords] = useState(value);
  return (
    <Input.Search
      className="filter"
      aria-label={label.text}
      placeholder={label.text}
      value={words}
      allowClear
      onChange={({ target }) => setWords(target.value)}
      onSearch={onSearch}
    />
  );
}
