import { expect, it } from "vitest";
import { longDate } from "../../src/wording/dates";

it.each([
  ["2026-02-14", "14 février 2026"],
  ["2026-01-01", "1er janvier 2026"],
  ["2026-12-31T23:30:00Z", "31 décembre 2026"],
  ["2026-99-99", "2026-99-99"],
  ["printemps 2026", "printemps 2026"],
])("writes %s as %s", (day, written) => {
  expect(longDate(day, "fr")).toBe(written);
});
