/** 评选标准 of a category as they are entered: name, most points, what counts; the points must make a hundred. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, InputNumber } from "antd";
import type { NewAwardCycle } from "../../api/types";
import { zh } from "../../messages/zh";

const text = zh.commendation;
const label = text.fields;
const MOST = 10;
export const WHOLE = 100;

export type Criterion = Required<NonNullable<NewAwardCycle["categories"][number]["criteria"]>[number]>;

/** One alone takes the nominee as a whole. */
export const FIRST: Criterion = { name: text.wholeCriterion, points: WHOLE, text: "" };

export function CriteriaFields({ at }: { at: number }) {
  const given = Form.useWatch<Partial<Criterion>[] | undefined>(["categories", at, "criteria"]) ?? [];
  const sum = given.reduce((total, one) => total + (one?.points ?? 0), 0);
  return (
    <Form.List name={[at, "criteria"]} rules={[{ validator: async () => requireWhole(sum, given.length) }]}>
      {(rows, { add, remove }, { errors }) => (
        <fieldset className="criteria-fields">
          <legend>{label.criteria}</legend>
          <p className="muted">{text.criteriaHint}</p>
          {rows.map(({ key, name }) => (
            <div key={key} className="criterion-row">
              <Form.Item
                name={[name, "name"]}
                label={text.criterionName}
                rules={[{ required: true, whitespace: true, message: text.needed(text.criterionName) }]}
              >
                <Input maxLength={60} aria-label={text.criterionNameOf(at + 1, name + 1)} />
              </Form.Item>
              <Form.Item
                name={[name, "points"]}
                label={text.criterionPoints}
                rules={[{ required: true, message: text.needed(text.criterionPoints) }]}
              >
                <InputNumber
                  min={1}
                  max={WHOLE}
                  precision={0}
                  aria-label={text.criterionPointsOf(at + 1, name + 1)}
                />
              </Form.Item>
              <Form.Item name={[name, "text"]} label={text.criterionText} className="criterion-text">
                <Input.TextArea
                  maxLength={2000}
                  autoSize={{ minRows: 1, maxRows: 6 }}
                  aria-label={text.criterionTextOf(at + 1, name + 1)}
                />
              </Form.Item>
              {rows.length > 1 && (
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={text.removeCriterion(at + 1, name + 1)}
                  onClick={() => remove(name)}
                />
              )}
            </div>
          ))}
          <p className="criteria-sum" data-whole={sum === WHOLE}>
            {text.criteriaSum(sum)}
          </p>
          <Form.ErrorList errors={errors} />
          {rows.length < MOST && (
            <Button
              size="small"
              icon={<PlusOutlined />}
              aria-label={text.addCriterionTo(at + 1)}
              onClick={() => add({ name: "", points: Math.max(1, WHOLE - sum), text: "" })}
            >
              {text.addCriterion}
            </Button>
          )}
        </fieldset>
      )}
    </Form.List>
  );
}

async function requireWhole(sum: number, count: number) {
  if (count > 0 && sum !== WHOLE) throw new Error(text.criteriaNotWhole(sum));
}
