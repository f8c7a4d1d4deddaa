import { expect, it } from "vitest";
import { textsIn } from "../../src/texts";
import { withoutMarkdown } from "../../src/wording/markdown";
import { messageParts } from "../../src/wording/masked";
import { spokenWords } from "../../src/wording/spoken";
import { transcript } from "../../src/wording/transcript";
import { answer, card, citizen, delayChoice, outage } from "../messages";

it.each([
  ["Un délai **peut être** demandé.", "Un délai peut être demandé."],
  ["## Payer\n* en ligne", "Payer\n- en ligne"],
  ["Voir [le site](https://www.impots.gouv.fr).", "Voir le site."],
  ["Le champ `1AJ`", "Le champ 1AJ"],
  ["2 * 3 * 4 et [numéro fiscal masqué]", "2 * 3 * 4 et [numéro fiscal masqué]"],
])("leaves no sign of Markdown: %s", (written, plain) => {
  expect(withoutMarkdown(written)).toBe(plain);
});

it("tells apart what the gateway masked", () => {
  expect(messageParts("mon numéro [numéro fiscal masqué] ou [adresse postale masquée]")).toEqual([
    { text: "mon numéro ", masked: false },
    { text: "[numéro fiscal masqué]", masked: true },
    { text: " ou ", masked: false },
    { text: "[adresse postale masquée]", masked: true },
  ]);
  expect(messageParts("[ceci n'est rien]")).toEqual([{ text: "[ceci n'est rien]", masked: false }]);
});

it("says an answer, where it leads and the numbered replies", () => {
  const said = spokenWords(answer({ text: "**Oui.**", cards: [card()], choices: [delayChoice] }));
  expect(said).toBe("Oui.\nService en ligne : Payer en ligne.\n1 : Demander un délai.");
});

it("writes the conversation down with its links, sources and choices", () => {
  const sources = [{ title: "Payer son impôt", href: "https://exemple.fr/a", date: null }];
  const messages = [citizen(), answer({ cards: [card()], sources, choices: [delayChoice] }), outage({ at: "" })];
  const lines = transcript(messages, new Date("2026-02-14T09:00:00Z"), textsIn("fr")).split("\n");
  expect(lines[0]).toBe("Conversation avec l'assistant automatique");
  expect(lines[1]).toMatch(/^Enregistrée le 14 février 2026/);
  expect(lines[3]).toMatch(/^Vous : \(14 février 2026/);
  expect(lines).toContain("Je ne peux pas payer");
  expect(lines).toContain(
    "  Service en ligne : Payer en ligne (Espace particulier › Paiements) <https://www.impots.gouv.fr/accueil>",
  );
  expect(lines).toContain("  Source : Payer son impôt <https://exemple.fr/a>");
  expect(lines).toContain("  1. Demander un délai");
  expect(lines).toContain("Assistant :");
});
