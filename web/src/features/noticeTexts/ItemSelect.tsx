/** One item of the ledger, found by its number or title. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { get } from "../../api/client";
import type { ItemRow, Page } from "../../api/types";
import { zh } from "../../messages/zh";

interface Option {
  value: number;
  label: string;
}

interface Props {
  id?: string;
  value?: number;
  onChange?: (item: number | undefined) => void;
}

export function ItemSelect({ id, value, onChange }: Props) {
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Option>();
  const found = useQuery({ queryKey: ["/items", { q: words }], queryFn: () => get<Page<ItemRow>>("/items", { q: words || undefined }) });
  const options = (found.data?.items ?? []).map(({ id: item, number, title }) => ({ value: item, label: [number, title].filter(Boolean).join(" ") }));
  const kept = chosen && options.every((one) => one.value !== chosen.value) ? [chosen] : [];
  return (
    <Select<number, Option>
      id={id}
      value={value}
      allowClear
      placeholder={zh.notices.texts.itemSearch}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setWords }}
      options={[...kept, ...options]}
      onChange={(item, option) => {
        setChosen(Array.isArray(option) ? option[0] : option);
        onChange?.(item);
      }}
    />
  );
}
