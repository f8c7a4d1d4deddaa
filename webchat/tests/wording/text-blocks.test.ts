import { expect, it } from "vitest";
import { textBlocks } from "../../src/wording/text-blocks";

it.each([
  ["one paragraph", "Bonjour.", [{ kind: "paragraph", text: "Bonjour." }]],
  [
    "paragraphs between empty lines",
    "Un.\n\nDeux.\r\n \r\nTrois.",
    [
      { kind: "paragraph", text: "Un." },
      { kind: "paragraph", text: "Deux." },
      { kind: "paragraph", text: "Trois." },
    ],
  ],
  [
    "a list right after its introduction",
    "Préparez :\n- un avis ;\n- une pièce.\nPuis envoyez.",
    [
      { kind: "paragraph", text: "Préparez :" },
      { kind: "list", items: ["un avis ;", "une pièce."] },
      { kind: "paragraph", text: "Puis envoyez." },
    ],
  ],
  ["a line that stays in its paragraph", "Un,\ndeux.", [{ kind: "paragraph", text: "Un,\ndeux." }]],
  ["a dash without a space is no list", "-5 euros", [{ kind: "paragraph", text: "-5 euros" }]],
  ["markup stays text", "<b>Un</b>", [{ kind: "paragraph", text: "<b>Un</b>" }]],
  ["nothing", "\n\n", []],
])("reads %s", (_, text, blocks) => {
  expect(textBlocks(text)).toEqual(blocks);
});
