import { afterEach, beforeEach, vi } from "vitest";

// Lit's reminder that tests run its development build is no warning of ours.
Object.assign(globalThis, { litIssuedWarnings: new Set(["dev-mode"]) });

beforeEach(() => {
  // jsdom has no layout, hence no media: unless a test says otherwise, the screen is wide.
  vi.stubGlobal("matchMedia", () => Object.assign(new EventTarget(), { matches: false }));
});

afterEach(() => {
  sessionStorage.clear();
  vi.unstubAllGlobals();
});
