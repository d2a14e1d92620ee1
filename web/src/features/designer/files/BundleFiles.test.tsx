import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import type { BundleFile } from "../../../api/types";
import { renderAt } from "../../../test/render";
import { BundleFiles, type Edits } from "./BundleFiles";
import { addRow, moveRow, removeRow, setCell, setDescription, tablesOf } from "./decisionTable";

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="阶梯">
  <decision id="ladder" name="督办阶梯">
    <decisionTable id="t" hitPolicy="FIRST">
      <input id="in_late" label="逾期工作日"><inputExpression id="e"><text>days_late</text></inputExpression></input>
      <output id="out_step" label="步骤" name="step" />
      <rule id="late"><description>逾期</description>
        <inputEntry id="a"><text>&gt;= 1</text></inputEntry><outputEntry id="b"><text>"urge"</text></outputEntry></rule>
      <rule id="else">
        <inputEntry id="c"><text>-</text></inputEntry><outputEntry id="f"><text>"none"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
`;
const rows = (xml: string) => tablesOf(xml)[0]?.rows.map(({ id, cells }) => [id, ...cells]);

describe("a decision table", () => {
  it("is read with its columns, and written cell by cell without losing the rest", () => {
    expect(tablesOf(XML)[0]?.columns.map(({ label, name }) => [label, name])).toEqual([["逾期工作日", "days_late"], ["步骤", "step"]]);
    const changed = setDescription(setCell(XML, "ladder", "late", 0, "> 2 & < 5"), "ladder", "else", "其他");
    expect(rows(changed)).toEqual([["late", "> 2 & < 5", '"urge"'], ["else", "-", '"none"']]);
    expect(tablesOf(changed)[0]?.rows.map(({ description }) => description)).toEqual(["逾期", "其他"]);
    expect(changed).toContain('<?xml version="1.0" encoding="UTF-8"?>\n<definitions');
    expect(changed).toContain("<inputExpression");
  });

  it("gets rows, loses them, and has them moved", () => {
    const longer = addRow(XML, "ladder", "else");
    expect(rows(longer)?.map(([id]) => id)).toEqual(["late", "ladder_row_1", "else"]);
    expect(rows(longer)?.[1]).toEqual(["ladder_row_1", "-", ""]);
    expect(rows(moveRow(longer, "ladder", "else", -1))?.map(([id]) => id)).toEqual(["late", "else", "ladder_row_1"]);
    expect(rows(moveRow(XML, "ladder", "late", -1))).toEqual(rows(XML));
    expect(rows(removeRow(XML, "ladder", "late"))).toEqual([["else", "-", '"none"']]);
  });

  it("that cannot be read is none", () => expect(tablesOf("<broken")).toEqual([]));
});

const FORM = JSON.stringify({ key: "sign", schema: { type: "object", properties: { opinion: { type: "string", title: "意见" } } } });
const file = (name: string, kind: BundleFile["kind"], text: string, called: BundleFile["called"] = []): BundleFile => ({ name, kind, text, called });

function Shown({ files, readOnly = false }: { files: BundleFile[]; readOnly?: boolean }) {
  const [edits, setEdits] = useState<Edits>({});
  const edit = (name: string, content: string) => setEdits((before) => ({ ...before, [name]: content }));
  return (
    <>
      <BundleFiles files={files} edits={edits} onEdit={readOnly ? undefined : edit} />
      <output>{JSON.stringify(edits)}</output>
    </>
  );
}

async function open(element: React.ReactElement, label: RegExp) {
  renderAt("/designer/a", "/designer/:key", element);
  await userEvent.click(screen.getByRole("button", { name: "相关文件" }));
  await userEvent.click(await screen.findByText(label));
  return within(screen.getByRole("dialog"));
}

describe("the files of a bundle", () => {
  it("are changed in a table of cells", async () => {
    const drawer = await open(<Shown files={[file("ladder.dmn", "dmn", XML)]} />, /决策表/);
    const cell = drawer.getByLabelText("第 1 行 逾期工作日");
    await userEvent.clear(cell);
    await userEvent.type(cell, ">= 9");
    await userEvent.tab();
    const edits = JSON.parse(screen.getByRole("status").textContent) as Edits;
    expect(rows(edits["ladder.dmn"] ?? "")?.[0]).toEqual(["late", ">= 9", '"urge"']);
    expect(drawer.getByText("已改，尚未发布")).toBeTruthy();
  });

  it("show a form as it is filled in, and say where it is none", async () => {
    const drawer = await open(<Shown files={[file("sign.json", "form", FORM)]} />, /表单/);
    expect(drawer.getByLabelText("意见")).toBeTruthy();
    await userEvent.type(drawer.getByLabelText("sign.json 的内容"), "x");
    expect(drawer.getByText("这还不是一份完整的表单：")).toBeTruthy();
  });

  it("that came along with a called process are only read", async () => {
    const called = [{ key: "other", version: 2, name: "" }];
    const drawer = await open(<Shown files={[file("called/x/ladder.dmn", "dmn", XML, called)]} />, /决策表/);
    expect(drawer.queryByRole("textbox")).toBeNull();
    expect(drawer.getByText(">= 1")).toBeTruthy();
  });
});
