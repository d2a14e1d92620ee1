/** The life of one drawing board: put on the page with its panel, given its XML, asked for the edited XML, taken away. */
import lintModule from "bpmn-js-bpmnlint";
import Modeler from "bpmn-js/lib/Modeler";
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule } from "bpmn-js-properties-panel";
import type Canvas from "diagram-js/lib/core/Canvas";
import { is } from "bpmn-js/lib/util/ModelUtil";
import type { Shape } from "diagram-js/lib/model/Types";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Selection from "diagram-js/lib/features/selection/Selection";
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import { chineseModule } from "./chinese";
import { dubanModdle } from "./dubanModdle";
import { lintRules } from "./lint/lintRules";
import { dubanPropertiesModule } from "./properties/provider";

export interface Board {
  xml: () => Promise<string>;
  select: (elementId: string) => void;
  /** Marks the elements of a path that was walked, and nothing else. */
  showPath: (elementIds: string[]) => void;
}

interface Opened {
  failed: boolean;
  /** What the drawing library could not read and would lose on saving. */
  unreadable: string[];
}

export function useModeler(xml: string, ref: Ref<Board>, onChanged: () => void) {
  const canvas = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const modeler = useRef<Modeler | null>(null);
  const [opened, setOpened] = useState<Opened>({ failed: false, unreadable: [] });

  useEffect(() => {
    const board = newBoard(canvas.current, panel.current);
    let gone = false;
    modeler.current = board;
    board
      .importXML(xml)
      .then(({ warnings }) => {
        if (gone) return;
        setOpened({ failed: false, unreadable: warnings.map((warning) => messageOf(warning)) });
        showReadably(board);
        board.on("commandStack.changed", onChanged);
      })
      .catch(() => !gone && setOpened({ failed: true, unreadable: [] }));
    return () => {
      gone = true;
      modeler.current = null;
      board.destroy();
    };
  }, [xml, onChanged]);

  useImperativeHandle(ref, () => ({
    xml: async () => (await modeler.current?.saveXML({ format: true }))?.xml ?? xml,
    select: (elementId) => modeler.current && selectElement(modeler.current, elementId),
    showPath: (elementIds) => modeler.current && markPath(modeler.current, elementIds),
  }));
  return { canvas, panel, ...opened };
}

function newBoard(container: HTMLElement | null, panel: HTMLElement | null): Modeler {
  return new Modeler({
    container: container ?? undefined,
    propertiesPanel: { parent: panel, layout: { groups: { general: { open: true }, duban: { open: true } } } },
    linting: { bpmnlint: lintRules, active: true },
    moddleExtensions: { duban: dubanModdle },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      dubanPropertiesModule,
      lintModule,
      chineseModule,
    ],
  });
}

const READABLE_ZOOM = 0.65;
const PALETTE_WIDTH = 120;

/**
 * Opens where the process begins, in a size that can be read, rather than with all of it: the left edge beside the
 * palette, and where the drawing is higher than the window, the first start event halfway down.
 */
function showReadably(board: Modeler): void {
  const canvas = board.get<Canvas>("canvas");
  const scale = Math.max(READABLE_ZOOM, canvas.zoom("fit-viewport"));
  const { inner, outer } = canvas.viewbox();
  const height = outer.height / scale;
  canvas.viewbox({
    x: inner.x - PALETTE_WIDTH / scale,
    y: inner.height > height ? beginningOf(board, inner.y) - height / 2 : inner.y - 20 / scale,
    width: outer.width / scale,
    height,
  });
}

/** How far down the process begins: at its leftmost start event outside a sub-process; `top` where there is none. */
function beginningOf(board: Modeler, top: number): number {
  const starts = board
    .get<ElementRegistry>("elementRegistry")
    .filter((element) => is(element, "bpmn:StartEvent") && !is(element.parent, "bpmn:SubProcess")) as Shape[];
  return starts.sort((one, other) => one.x - other.x)[0]?.y ?? top;
}

function selectElement(board: Modeler, id: string): void {
  const element = board.get<ElementRegistry>("elementRegistry").get(id);
  if (!element) return;
  board.get<Selection>("selection").select(element);
  board.get<Canvas>("canvas").scrollToElement(element as never, 100);
}

const ON_PATH = "duban-path";

/** The elements walked, and the flows between one and the next; those of an earlier path are marked no longer. */
function markPath(board: Modeler, ids: string[]): void {
  const canvas = board.get<Canvas>("canvas");
  const registry = board.get<ElementRegistry>("elementRegistry");
  for (const { id } of registry.filter(({ id }) => canvas.hasMarker(id, ON_PATH))) canvas.removeMarker(id, ON_PATH);
  const steps = new Set(ids.map((id, index) => `${ids[index - 1]}>${id}`));
  const walked = registry.filter((element) => ids.includes(element.id) || steps.has(endsOf(element)));
  for (const { id } of walked) canvas.addMarker(id, ON_PATH);
}

function endsOf(element: unknown): string {
  const { source, target } = element as { source?: { id: string }; target?: { id: string } };
  return source && target ? `${source.id}>${target.id}` : "";
}

function messageOf(warning: unknown): string {
  return (warning as { message?: string }).message?.split("\n")[0] ?? String(warning);
}
