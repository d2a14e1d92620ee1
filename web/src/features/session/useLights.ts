/** The office's own words and colours of the lights. */
import { useContext, useEffect } from "react";
import type { LightCode } from "../../api/types";
import { zh } from "../../messages/zh";
import { SessionContext } from "./SessionContext";

export type LightWords = Record<LightCode, string>;

/** What each light is called; where the office has no word of its own, ours. */
export function useLightWords(): LightWords {
  const own = useContext(SessionContext)?.session.own_lights ?? [];
  return { ...zh.common.lights, ...Object.fromEntries(own.map(({ code, label }) => [code, label])) };
}

/** The style sheet takes its colours of lights from these variables. */
export function useLightColours(): void {
  const own = useContext(SessionContext)?.session.own_lights;
  useEffect(() => {
    const { style } = document.documentElement;
    for (const { code, colour } of own ?? []) style.setProperty(`--light-${code}`, colour);
    return () => (own ?? []).forEach(({ code }) => style.removeProperty(`--light-${code}`));
  }, [own]);
}
