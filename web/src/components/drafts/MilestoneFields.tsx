/** 节点 of a proposed or a running item: a name, a day and a planned percentage each. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, InputNumber, Space } from "antd";
import dayjs from "dayjs";
import type { MilestoneWanted } from "../../api/types";
import { zh } from "../../messages/zh";

const text = zh.course.milestones;

interface Props {
  milestones: MilestoneWanted[];
  onChange: (milestones: MilestoneWanted[]) => void;
}

export function MilestoneFields({ milestones, onChange }: Props) {
  const change = (place: number, patch: Partial<MilestoneWanted>) =>
    onChange(milestones.map((one, at) => (at === place ? { ...one, ...patch } : one)));
  return (
    <div className="milestone-fields">
      {milestones.map((one, place) => (
        <Space key={place} wrap>
          <Input
            aria-label={text.name}
            placeholder={text.name}
            maxLength={200}
            value={one.title}
            onChange={({ target }) => change(place, { title: target.value })}
          />
          <DatePicker
            aria-label={text.due}
            placeholder={text.due}
            value={one.due_on ? dayjs(one.due_on) : null}
            onChange={(date) => change(place, { due_on: date?.format("YYYY-MM-DD") ?? "" })}
          />
          <InputNumber
            aria-label={text.percent}
            placeholder={text.percent}
            min={1}
            max={100}
            precision={0}
            suffix="%"
            value={one.percent || null}
            onChange={(percent) => change(place, { percent: percent ?? 0 })}
          />
          <Button
            type="text"
            danger
            icon={<DeleteOutlined />}
            aria-label={text.remove}
            onClick={() => onChange(milestones.filter((_, at) => at !== place))}
          />
        </Space>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...milestones, { title: "", due_on: "", percent: 0 }])}>
        {text.add}
      </Button>
    </div>
  );
}
