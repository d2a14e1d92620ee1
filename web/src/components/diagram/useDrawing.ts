/** The life of one drawing: put on the page, given its XML, marked, and taken away again. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { useCallback, useEffect, useRef, useState } from "react";

const MARKER = "duban-current";
const READABLE_ZOOM = 0.9;

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
      .then(() => !gone && canvasOf(drawing).zoom("fit-viewport", { x: 0, y: 0 }))
      .catch(() => !gone && setDrawn({ names: [], failed: true }));
    viewer.current = drawing;
    return () => {
      gone = true;
      viewer.current = null;
      drawing.destroy();
    };
  }, [xml, current]);

  const withCanvas = useCallback((act: (canvas: Canvas) => void) => {
    if (viewer.current) act(canvasOf(viewer.current));
  }, []);
  return {
    ...drawn,
    holder,
    zoomBy: (factor: number) => withCanvas((canvas) => canvas.zoom(canvas.zoom() * factor)),
    fit: () => withCanvas((canvas) => canvas.zoom("fit-viewport", { x: 0, y: 0 })),
    showCurrent: () =>
      withCanvas((canvas) => {
        const first = viewer.current && elementsOf(viewer.current).get(current[0] ?? "");
        if (!first) return;
        canvas.zoom(READABLE_ZOOM);
        canvas.scrollToElement(first as never, 120);
      }),
  };
}

function canvasOf(viewer: NavigatedViewer): Canvas {
  return viewer.get<Canvas>("canvas");
}

function elementsOf(viewer: NavigatedViewer): ElementRegistry {
  return viewer.get<ElementRegistry>("elementRegistry");
}

/** Marks the elements that are on this diagram and gives their names. */
function mark(viewer: NavigatedViewer, ids: string[]): string[] {
  const shown = ids.map((id) => elementsOf(viewer).get(id)).filter((element) => element !== undefined);
  const containers = new Set(shown.map(({ parent }) => parent?.id)); // a sub-process is where its inner step is
  const steps = shown.filter(({ id }) => !containers.has(id));
  for (const element of steps) canvasOf(viewer).addMarker(element.id, MARKER);
  return steps.map((element) => (element.businessObject as { name?: string }).name ?? element.id);
}
