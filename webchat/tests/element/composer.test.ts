import { expect, it } from "vitest";
import { answer, card, citizen, greeting } from "../messages";
import { ChatPage, fakeGateway, messages, opened, replying, unreachable } from "./fixture";

async function openedPage(changes: Parameters<typeof fakeGateway>[0] = {}) {
  const gateway = fakeGateway(changes);
  const page = new ChatPage();
  await page.open();
  return { page, ...gateway };
}

it("sends with Enter, not with Shift and Enter nor while a character is being composed", async () => {
  const { page, asked } = await openedPage({ "POST /api/v1/messages": messages(citizen(), answer()) });
  await page.write("Ma question");
  await page.key(page.field, "Enter", { shiftKey: true });
  await page.key(page.field, "Enter", { isComposing: true });
  expect(asked("POST /api/v1/messages")).toHaveLength(0);
  await page.key(page.field, "Enter");
  expect(asked("POST /api/v1/messages")).toHaveLength(1);
  expect(page.field.value).toBe("");
});

it("says that the assistant writes, outside the log", async () => {
  const { page } = await openedPage({ "POST /api/v1/messages": () => new Promise(() => undefined) });
  await page.say("Ma question");
  expect(page.find(".status").textContent).toBe("L'assistant écrit…");
  expect(page.log.textContent).not.toContain("écrit");
  expect(page.field.readOnly).toBe(true);
});

it("keeps the text after an error and tries again", async () => {
  const error = { code: "unavailable", message: "Le service est saturé.", correlation_id: "c-9" };
  const { page, routes } = await openedPage({ "POST /api/v1/messages": replying(503, { error }) });
  await page.say("Ma question");
  const alert = page.find(".failure [role='alert']").textContent;
  expect(alert).toContain("Le service est saturé.");
  expect(alert).toContain("c-9");
  expect(page.field.value).toBe("Ma question");
  routes["POST /api/v1/messages"] = messages(citizen(), answer());
  await page.press("Réessayer");
  expect(page.find(".failure [role='alert']").textContent).toBe("");
  expect(page.field.value).toBe("");
  expect(page.focused).toBe(page.field);
});

it("opens a new conversation when the session ended, and keeps the text", async () => {
  const error = { code: "session_required", message: "La session a pris fin.", correlation_id: "c-1" };
  const { page } = await openedPage({ "POST /api/v1/messages": replying(401, { error }) });
  await page.say("Ma question");
  expect(page.find(".status").textContent).toContain("Une nouvelle conversation est ouverte");
  expect(page.field.value).toBe("Ma question");
});

it("offers the forms when no conversation can be opened", async () => {
  const { page } = await openedPage({
    "POST /api/v1/conversations": unreachable,
    "GET /api/v1/forms": replying(200, { cards: [card({ title: "Payer en ligne" })] }),
  });
  expect(page.log.textContent).toContain("momentanément indisponible");
  expect(page.find(".card").textContent).toContain("Payer en ligne");
});

it("links to the public site when the forms fail too", async () => {
  const { page } = await openedPage({
    "POST /api/v1/conversations": unreachable,
    "GET /api/v1/forms": unreachable,
  });
  expect(page.find(".card a", HTMLAnchorElement).href).toBe("https://www.impots.gouv.fr/accueil");
});

it("opens the conversation once, with the page's collection and audience", async () => {
  const { fetch, asked } = fakeGateway();
  const page = new ChatPage({ collection: "impots", audience: "particulier" });
  await page.settled();
  expect(fetch).not.toHaveBeenCalled();
  await page.open();
  await page.key(page.field, "Escape");
  await page.open();
  expect(asked("POST /api/v1/conversations")).toHaveLength(1);
  expect(fetch.mock.calls[0]?.[1].body).toBe('{"collection":"impots","audience":"particulier"}');
});

it("speaks to the gateway that the page names", async () => {
  const { fetch } = fakeGateway({ "POST /ailleurs/conversations": opened(greeting) });
  const page = new ChatPage({ api: "/ailleurs", open: "" });
  await page.settled();
  expect(fetch.mock.calls[0]?.[0]).toBe("/ailleurs/conversations");
});

it("erases after a confirmation only", async () => {
  const { page, fetch } = await openedPage({ "POST /api/v1/messages": messages(citizen(), answer()) });
  await page.say("Ma question");
  await page.press("Effacer ma conversation");
  expect(page.focused?.textContent).toBe("Annuler");
  await page.key(page.find("#erasure-cancel"), "Escape");
  expect(page.panel.hidden).toBe(false);
  expect(page.focused).toBe(page.button("Effacer ma conversation"));
  await page.press("Effacer ma conversation");
  await page.press("Oui, effacer");
  await page.settled();
  expect(fetch.mock.calls.filter(([, { method }]) => method === "DELETE")).toHaveLength(1);
  expect(page.all(".message")).toHaveLength(1);
  expect(page.find(".status").textContent).toBe("Votre conversation est effacée.");
});

it("abandons what is under way when it leaves the page", async () => {
  const { page, fetch } = await openedPage({ "POST /api/v1/messages": () => new Promise(() => undefined) });
  await page.say("Ma question");
  page.element.remove();
  expect(fetch.mock.lastCall?.[1].signal?.aborted).toBe(true);
});
