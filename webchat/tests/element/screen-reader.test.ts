import { virtual } from "@guidepup/virtual-screen-reader";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { answer, card, citizen, delayChoice } from "../messages";
import { ChatPage, fakeGateway, messages } from "./fixture";

const reply = answer({
  text: "Vous **pouvez** demander un délai :\n- en ligne ;\n- par écrit.",
  cards: [card()],
  choices: [delayChoice],
});
let page: ChatPage;

beforeEach(async () => {
  // jsdom has no CSS object; our identifiers need no escape.
  vi.stubGlobal("CSS", { escape: (name: string) => name });
  fakeGateway({ "POST /api/v1/messages": messages(citizen(), reply) });
  page = new ChatPage();
  await page.open();
});

afterEach(async () => {
  await virtual.stop();
});

/** What a screen reader says from the first line of the panel to the last. */
async function walk(): Promise<string[]> {
  await virtual.start({ container: page.panel });
  do await virtual.next();
  while ((await virtual.lastSpokenPhrase()) !== "end of dialog, Assistant");
  const structure = /^(end of |paragraph$|strong$|status$|alert$|form$)/;
  return (await virtual.spokenPhraseLog()).filter((phrase) => !structure.test(phrase));
}

it("hears that the assistant writes, then who says what, in order and without Markdown", async () => {
  await virtual.start({ container: page.find(".chat") });
  await page.say("Je ne peux pas payer");
  await page.settled();
  const heard = (await virtual.spokenPhraseLog()).filter((phrase) => /^polite: ./.test(phrase));
  const beginnings = [...new Set(heard)].map((phrase) => phrase.slice("polite: ".length).slice(0, 30));
  expect(beginnings).toEqual([
    "L'assistant écrit…",
    "Vous : Je ne peux pas payer Co",
    "Assistant : Vous pouvez demand",
  ]);
  expect(heard.join()).not.toContain("*");
  expect(heard.join()).toContain("Service en ligne Payer en ligne");
});

it("reads a whole conversation as a conversation", async () => {
  await page.say("Je ne peux pas payer");
  expect(await walk()).toEqual([
    "dialog, Assistant",
    "dialog, Assistant",
    "heading, Assistant, level 2",
    "button, Options, 1 control, not expanded",
    "button, Fermer la conversation",
    "note, À savoir",
    "Vous parlez à un assistant automatique.",
    "N'écrivez aucune donnée de santé ni coordonnée bancaire.",
    "log, Conversation avec l'assistant",
    "Assistant :",
    "Bonjour.",
    "list, Réponses proposées",
    "listitem, level 1, position 1, set size 2",
    "button, Demander un délai, disabled",
    "listitem, level 1, position 2, set size 2",
    "button, Changer d'adresse, disabled",
    "Vous :",
    "Je ne peux pas payer",
    "button, Corriger ma question, not disabled",
    "Assistant :",
    "Vous pouvez demander un délai :",
    "list",
    "listitem, level 1, position 1, set size 2",
    "en ligne ;",
    "listitem, level 1, position 2, set size 2",
    "par écrit.",
    "list, Services et formulaires proposés",
    "listitem, level 1, position 1, set size 1",
    "Service en ligne",
    "Payer en ligne",
    "Payer votre impôt.",
    "Chemin :",
    "Espace particulier › Paiements",
    "link, Ouvrir « Payer en ligne » (nouvelle fenêtre)",
    "Vous serez dirigé vers www.impots.gouv.fr",
    "group",
    "Sources et vérification",
    "Vérifié le 14 février 2026",
    "group, Cette réponse vous a-t-elle aidé ?",
    "Cette réponse vous a-t-elle aidé ?",
    "button, Oui, not pressed",
    "Oui",
    "button, Non, not pressed",
    "Non",
    "list, Réponses proposées",
    "listitem, level 1, position 1, set size 1",
    "button, Demander un délai, not disabled",
    "Votre question",
    "encore 500 caractères",
    "textbox, Votre question, Entrée pour envoyer, Maj + Entrée pour aller à la ligne. encore 500 caractères",
    "Entrée pour envoyer, Maj + Entrée pour aller à la ligne.",
    "button, Effacer ma conversation, not disabled, not expanded",
    "button, Envoyer, not disabled",
  ]);
});
