/** The life of one drawing: put on the page, given its XML, marked, and taken away again. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { useCallback, useEffect, useRef, useState } from "react";

const MARKER = "duban-current";
const READABLE_ZOOM = 0.9;
const TOO_SMALL_TO_READ = 0.22;

interface Drawn {
  names: string[];
  failed: boolean;
}
const NOTHING_YET: Drawn = { names: [], failed: false };

export function useDrawing(xml: string, current: string[]) {
  const holder = useRef<HTMLDivElement>(null);
  const viewer = useRef<NavigatedViewer | null>(null);
  const [drawn, setDrawn] = useState(NOTHING_YET);

  useEffect(() => {
    const drawing = new NavigatedViewer({ container: holder.current ?? undefined });
    let gone = false;
    drawing
      .importXML(xml)
      .then(() => !gone && setDrawn({ names: mark(drawing, current), failed: false }))
      .then(() => !gone && showAll(drawing) < TOO_SMALL_TO_READ && showStep(drawing, current))
      .catch(() => !gone && setDrawn({ names: [], failed: true }));
    viewer.current = drawing;
    return () => {
      gone = true;
      viewer.current = null;
      drawing.destroy();
    };
  }, [xml, current]);

  const withViewer = useCallback((act: (drawing: NavigatedViewer) => void) => {
    if (viewer.current) act(viewer.current);
  }, []);
  return {
    ...drawn,
    holder,
    zoomBy: (factor: number) => withViewer((drawing) => canvasOf(drawing).zoom(canvasOf(drawing).zoom() * factor)),
    fit: () => withViewer(showAll),
    showCurrent: () => withViewer((drawing) => showStep(drawing, current)),
  };
}

function canvasOf(viewer: NavigatedViewer): Canvas {
  return viewer.get<Canvas>("canvas");
}

function elementsOf(viewer: NavigatedViewer): ElementRegistry {
  return viewer.get<ElementRegistry>("elementRegistry");
}

/** Fits the whole diagram in and answers how much smaller it is now. */
function showAll(viewer: NavigatedViewer): number {
  return canvasOf(viewer).zoom("fit-viewport", { x: 0, y: 0 });
}

/** Brings the first innermost current step into the middle, in a size that can be read. */
function showStep(viewer: NavigatedViewer, ids: string[]): void {
  const step = innermost(viewer, ids)[0];
  if (!step) return;
  const canvas = canvasOf(viewer);
  canvas.zoom(READABLE_ZOOM);
  canvas.scrollToElement(step as never, 120);
}

/** The current elements that are on this diagram; a sub-process is where its inner step is. */
function innermost(viewer: NavigatedViewer, ids: string[]) {
  const shown = ids.map((id) => elementsOf(viewer).get(id)).filter((element) => element !== undefined);
  const containers = new Set(shown.map(({ parent }) => parent?.id));
  return shown.filter(({ id }) => !containers.has(id));
}

/** Marks the current steps and gives their names. */
function mark(viewer: NavigatedViewer, ids: string[]): string[] {
  const steps = innermost(viewer, ids);
  for (const { id } of steps) canvasOf(viewer).addMarker(id, MARKER);
  return steps.map(({ id, businessObject }) => (businessObject as { name?: string }).name ?? id);
}
