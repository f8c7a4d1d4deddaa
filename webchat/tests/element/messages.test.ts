import { expect, it } from "vitest";
import type { Message } from "../../src/contract";
import { addressChoice, answer, card, citizen, delayChoice, text } from "../messages";
import { ChatPage, fakeGateway, messages, opened } from "./fixture";

async function pageShowing(...items: readonly Message[]): Promise<ChatPage> {
  fakeGateway({ "POST /api/v1/conversations": opened(...items) });
  const page = new ChatPage();
  await page.open();
  return page;
}

it("shows markup in server text as text", async () => {
  const attack = '<img src="x" onerror="alert(1)"><b>gras</b>';
  const page = await pageShowing(text({ text: attack, choices: [{ id: "c", title: attack }] }));
  expect(page.log.querySelector("img, b")).toBeNull();
  expect(page.log.textContent).toContain(attack);
});

it("renders paragraphs and lists", async () => {
  const page = await pageShowing(text({ text: "Préparez :\n- un avis ;\n- une pièce.\n\nMerci." }));
  const blocks = page.all(".said > *").map(({ localName }) => localName);
  expect(blocks).toEqual(["p", "ul", "p"]);
  expect(page.all(".bubble li")).toHaveLength(2);
});

it("says where a card leads", async () => {
  const page = await pageShowing(text({ cards: [card({ kind: "form", demonstration: true })] }));
  const shown = page.find(".card");
  const link = page.find(".card a", HTMLAnchorElement);
  expect(shown.textContent).toContain("Formulaire");
  expect(shown.textContent).toContain("Espace particulier › Paiements");
  expect(shown.textContent).toContain("Intitulé de démonstration");
  expect(link.textContent).toContain("(nouvelle fenêtre)");
  expect([link.target, link.rel]).toEqual(["_blank", "noopener noreferrer"]);
});

it("has no link on a card without an address", async () => {
  const page = await pageShowing(text({ cards: [card({ href: null })] }));
  expect(page.all(".card a")).toHaveLength(0);
});

it("shows the sources of an answer and its dates", async () => {
  const sources = [{ title: "Payer son impôt", href: null, date: "2026-01-01" }];
  const page = await pageShowing(answer({ sources, valid_until: "2026-12-31" }));
  const details = page.find("details").textContent;
  expect(details).toContain("Payer son impôt, 1er janvier 2026");
  expect(details).toContain("Vérifié le 14 février 2026");
  expect(details).toContain("Valable jusqu'au 31 décembre 2026");
});

it("puts earlier choices out of use and marks the one taken", async () => {
  const { fetch } = fakeGateway({ "POST /api/v1/messages": messages(citizen(), answer()) });
  const page = new ChatPage();
  await page.open();
  await page.press(delayChoice.title);
  const [taken, other] = [page.button(delayChoice.title), page.button(addressChoice.title)];
  expect([taken, other].map((button) => button.getAttribute("aria-disabled"))).toEqual(["true", "true"]);
  expect(taken.getAttribute("aria-label")).toBe("Demander un délai (votre choix)");
  expect(other.hasAttribute("aria-label")).toBe(false);
  const before = fetch.mock.calls.length;
  await page.press(addressChoice.title);
  expect(fetch.mock.calls).toHaveLength(before);
});

it("tells the host page of messages without their text", async () => {
  fakeGateway({ "POST /api/v1/messages": messages(citizen(), answer()) });
  const page = new ChatPage();
  const heard: unknown[] = [];
  document.body.addEventListener("econtacts-message", (event) => {
    if (event instanceof CustomEvent) heard.push(event.detail);
  });
  await page.open();
  await page.say("Ma question");
  expect(heard).toEqual([
    { id: "citizen-1", kind: "citizen" },
    { id: "answer-1", kind: "answer" },
  ]);
});
