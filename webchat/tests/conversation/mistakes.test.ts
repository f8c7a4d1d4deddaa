import { expect, it } from "vitest";
import type { FormField } from "../../src/contract";
import { mistakesIn } from "../../src/conversation/mistakes";
import { field, form } from "../forms";

function codeOf(kind: FormField["kind"], value: string, required = true): unknown {
  const asked = field({ id: "x", kind, required, max_length: 10 });
  return mistakesIn(form({ fields: [asked] }), { x: value })["x"];
}

it.each<[FormField["kind"], string]>([
  ["text", "dix signes."],
  ["date", "demain"],
  ["date", "2027"],
  ["year", "25"],
  ["amount", "beaucoup"],
  ["amount", "-3"],
  ["choice", ""],
  ["long_text", "  "],
])("sees that a %s cannot be « %s »", (kind, value) => {
  expect(codeOf(kind, value)).toBeDefined();
});

it.each<[FormField["kind"], string]>([
  ["text", "dix signes"],
  ["date", "1/3/2027"],
  ["date", "2027-03-01"],
  ["year", "2025"],
  ["amount", "1 234,50 €"],
  ["choice", "fonciere"],
])("takes a %s such as « %s »", (kind, value) => {
  expect(codeOf(kind, value)).toBeUndefined();
});

it("lets an optional field stay empty", () => {
  expect(codeOf("date", "", false)).toBeUndefined();
});
