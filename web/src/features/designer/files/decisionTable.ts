/** A decision table (DMN) read for the page, and edited in its XML: what the page does not show stays as it was. */

export interface Column {
  id: string;
  label: string;
  /** The fact that is asked, or the name of what is answered. */
  name: string;
  isAnswer: boolean;
}

export interface Row {
  id: string;
  /** What the row is for, in words. */
  description: string;
  /** As many as there are columns. */
  cells: string[];
}

export interface DecisionTable {
  id: string;
  name: string;
  hitPolicy: string;
  columns: Column[];
  rows: Row[];
}

/** The tables of a file, in their order; none where it cannot be read. */
export function tablesOf(xml: string): DecisionTable[] {
  const document = read(xml);
  return document ? tableElements(document).map(tableOf) : [];
}

export const setCell = (xml: string, table: string, row: string, place: number, text: string) =>
  edited(xml, table, (element) => write(entriesOf(rowOf(element, row))[place], text));

export const setDescription = (xml: string, table: string, row: string, text: string) =>
  edited(xml, table, (element) => {
    const found = rowOf(element, row);
    const there = children(found, "description")[0];
    if (there) there.textContent = text;
    else if (text) found.prepend(named(found, "description", text));
  });

export const removeRow = (xml: string, table: string, row: string) =>
  edited(xml, table, (element) => rowOf(element, row).remove());

/** One place up or down; at the ends it stays. */
export const moveRow = (xml: string, table: string, row: string, by: -1 | 1) =>
  edited(xml, table, (element) => {
    const moved = rowOf(element, row);
    const next = by < 0 ? moved.previousElementSibling : moved.nextElementSibling;
    if (next?.localName !== "rule") return;
    if (by < 0) next.before(moved);
    else next.after(moved);
  });

/** A row that holds whatever is asked and answers nothing yet, above the one named or at the end. */
export const addRow = (xml: string, table: string, above: string | null) =>
  edited(xml, table, (element) => {
    const columns = columnsOf(element);
    const id = freeId(element.ownerDocument, `${table}_row`);
    const rule = named(element, "rule");
    rule.setAttribute("id", id);
    columns.forEach((column) => {
      const entry = named(element, column.isAnswer ? "outputEntry" : "inputEntry");
      entry.setAttribute("id", `${id}_${column.id}`);
      entry.append(named(element, "text", column.isAnswer ? "" : "-"));
      rule.append(entry);
    });
    if (above) rowOf(element, above).before(rule);
    else element.append(rule);
  });

function edited(xml: string, table: string, change: (table: Element) => void): string {
  const document = read(xml);
  const found = document && tableElements(document).find((one) => one.parentElement?.id === table);
  if (!document || !found) return xml;
  change(found);
  const declared = /^\s*<\?xml[^>]*\?>\s*/.exec(xml)?.[0] ?? "";
  return `${declared}${new XMLSerializer().serializeToString(document).replace(/^\s*<\?xml[^>]*\?>\s*/, "")}\n`;
}

function read(xml: string): Document | null {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  return document.getElementsByTagName("parsererror").length ? null : document;
}

const tableElements = (document: Document) => [...document.getElementsByTagNameNS("*", "decisionTable")];
const children = (element: Element, name: string) => [...element.children].filter((one) => one.localName === name);
const textOf = (element: Element | undefined) => (element ? (children(element, "text")[0]?.textContent ?? "") : "");
const entriesOf = (row: Element) => [...children(row, "inputEntry"), ...children(row, "outputEntry")];

function tableOf(element: Element): DecisionTable {
  const decision = element.parentElement;
  return {
    id: decision?.id ?? "",
    name: decision?.getAttribute("name") ?? decision?.id ?? "",
    hitPolicy: element.getAttribute("hitPolicy") ?? "UNIQUE",
    columns: columnsOf(element),
    rows: children(element, "rule").map((row) => ({
      id: row.id,
      description: children(row, "description")[0]?.textContent ?? "",
      cells: entriesOf(row).map(textOf),
    })),
  };
}

function columnsOf(table: Element): Column[] {
  const inputs = children(table, "input").map((one) => column(one, textOf(children(one, "inputExpression")[0]), false));
  return [...inputs, ...children(table, "output").map((one) => column(one, one.getAttribute("name") ?? "", true))];
}

const column = (element: Element, name: string, isAnswer: boolean): Column => ({
  id: element.id,
  label: element.getAttribute("label") ?? name,
  name,
  isAnswer,
});

function rowOf(table: Element, id: string): Element {
  const found = children(table, "rule").find((one) => one.id === id);
  if (!found) throw new Error(`no row ${id}`);
  return found;
}

function named(like: Element, name: string, text?: string): Element {
  const qualified = like.prefix ? `${like.prefix}:${name}` : name;
  const element = like.ownerDocument.createElementNS(like.namespaceURI, qualified);
  if (text !== undefined) element.textContent = text;
  return element;
}

function write(entry: Element | undefined, text: string) {
  if (!entry) return;
  const there = children(entry, "text")[0];
  if (there) there.textContent = text;
  else entry.append(named(entry, "text", text));
}

function freeId(document: Document, stem: string): string {
  const taken = new Set([...document.querySelectorAll("[id]")].map(({ id }) => id));
  let number = 1;
  while (taken.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}
