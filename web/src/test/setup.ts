/** What the browser has and jsdom has not. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

window.matchMedia ??= (query: string) =>
  ({
    matches: query.includes("min-width"), // a wide screen
    media: query,
    addListener: () => undefined,
    removeListener: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;

window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

const styleOf = window.getComputedStyle.bind(window);
window.getComputedStyle = (element) => styleOf(element); // jsdom complains about pseudo elements

const hidden = document.createElement("style"); // what the design system's style sheets hide; tests go without them
hidden.textContent = '[class*="-hidden"], [aria-hidden="true"][class*="tabpane"] { display: none; }';
document.head.append(hidden);

configure({ asyncUtilTimeout: 15_000 }); // a busy machine is slow, not wrong
afterEach(cleanup);
