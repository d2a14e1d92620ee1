/** The traffic light: colour, shape and word together, so that it reads in black and white too. */
import type { ReactNode } from "react";
import type { Light as LightValue, LightCode } from "../api/types";
import { useLightWords } from "../features/session/useLights";

const SHAPES: Record<LightCode, ReactNode> = {
  green: (
    <>
      <circle cx="8" cy="8" r="7" />
      <path d="M4.5 8.2l2.4 2.4 4.6-5" className="light-mark" />
    </>
  ),
  yellow: (
    <>
      <path d="M8 1l7.2 13.5H.8z" />
      <path d="M8 6v4M8 12v.6" className="light-mark" />
    </>
  ),
  red: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />
      <path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" className="light-mark" />
    </>
  ),
  grey: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="2" />
      <path d="M6 5v6M10 5v6" className="light-mark" />
    </>
  ),
  blue: (
    <>
      <path d="M8 .5L15.5 8 8 15.5.5 8z" />
      <path d="M5 8l2.2 2.2L11 6" className="light-mark" />
    </>
  ),
};

export function LightShape({ code }: { code: LightCode }) {
  return (
    <svg viewBox="0 0 16 16" className={`light-shape light-${code}`} aria-hidden="true">
      {SHAPES[code]}
    </svg>
  );
}

export function Light({ light }: { light: LightValue }) {
  const words = useLightWords();
  return (
    <span className="light" title={light.reason || undefined}>
      <LightShape code={light.code} />
      {words[light.code]}
    </span>
  );
}
