import { expect, it } from "vitest";
import { announcedStep } from "../../src/wording/remaining";

it.each([
  [500, null],
  [51, null],
  [50, 50],
  [21, 50],
  [20, 20],
  [10, 10],
  [1, 10],
  [0, 0],
])("announces, with %i characters left, %s", (remaining, step) => {
  expect(announcedStep(remaining)).toBe(step);
});
