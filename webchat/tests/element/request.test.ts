import axe from "axe-core";
import { expect, it, vi } from "vitest";
import { acknowledgement, file, form } from "../forms";
import { answer, card } from "../messages";
import { ChatPage, fakeGateway, messages, opened, replying, unreachable } from "./fixture";

const offered = answer({ cards: [card({ kind: "form", title: "Autres questions", form: "F06" })] });

function gateway(changes: Parameters<typeof fakeGateway>[0] = {}) {
  return fakeGateway({
    "POST /api/v1/conversations": opened(offered),
    "GET /api/v1/messages": messages(offered),
    "GET /api/v1/forms/F06": replying(200, form()),
    "GET /api/v1/requests": replying(200, { requests: [] }),
    "POST /api/v1/requests": replying(201, acknowledgement),
    ...changes,
  });
}

async function formOpen(attributes: Record<string, string> = {}): Promise<ChatPage> {
  const page = new ChatPage(attributes);
  await page.open();
  page.button("Remplir cette demande ici").focus();
  await page.press("Remplir cette demande ici");
  await vi.waitFor(() => page.find("#field-subject"));
  return page;
}

async function type(page: ChatPage, id: string, value: string): Promise<void> {
  const control = page.find(`#field-${id}`, HTMLInputElement);
  control.value = value;
  control.dispatchEvent(new Event("input"));
  await page.settled();
}

async function submit(page: ChatPage): Promise<void> {
  page.find(".request form", HTMLFormElement).requestSubmit();
  await page.settled();
}

async function choose(page: ChatPage, ...files: File[]): Promise<void> {
  const input = page.find("#field-attachments", HTMLInputElement);
  Object.defineProperty(input, "files", { value: files, configurable: true });
  Object.defineProperty(input, "value", { value: "", writable: true, configurable: true });
  input.dispatchEvent(new Event("change"));
  await page.settled();
}

async function violations(): Promise<string[]> {
  const rules = { "color-contrast": { enabled: false }, region: { enabled: false } };
  return (await axe.run(document.body, { rules })).violations.map(({ id, help }) => `${id}: ${help}`);
}

it("offers nothing to fill where a form has no fields", async () => {
  gateway({ "POST /api/v1/conversations": opened(answer({ cards: [card({ kind: "form" })] })) });
  const page = new ChatPage();
  await page.open();
  expect(page.all("[data-form]")).toHaveLength(0);
});

it("names its form, and what is filled here, on the button", async () => {
  gateway();
  const page = new ChatPage();
  await page.open();
  expect(page.button("Remplir cette demande ici").getAttribute("aria-label")).toBe("Remplir cette demande ici : Autres questions");
});

it("opens beside the conversation on its title, and says that it is a demonstration", async () => {
  gateway();
  const page = await formOpen();
  expect(page.focused?.id).toBe("request-title");
  expect(page.find("#request").textContent).toContain("Formulaire de démonstration");
  expect(page.panel.hidden).toBe(false);
});

it.each(["Fermer", "Escape"])("goes back to where it was opened from: %s", async (way) => {
  gateway();
  const page = await formOpen();
  if (way === "Escape") await page.key(page.find("#field-subject"), "Escape");
  else page.find("#request .close").click();
  await page.settled();
  expect(page.all("#request")).toHaveLength(0);
  expect(page.focused).toBe(page.button("Remplir cette demande ici"));
  expect(page.element.open).toBe(true);
});

it("takes the place of the conversation where there is no room for both", async () => {
  vi.stubGlobal("matchMedia", (query: string) => Object.assign(new EventTarget(), { matches: query.includes("58rem") }));
  gateway();
  const page = await formOpen();
  expect(page.panel.hidden).toBe(true);
  page.find("#request .close").click();
  await page.settled();
  expect(page.panel.hidden).toBe(false);
  expect(page.focused).toBe(page.button("Remplir cette demande ici"));
});

it("links each mistake to its field, and gives the focus to their list", async () => {
  gateway();
  const page = await formOpen();
  await submit(page);
  expect(page.focused?.id).toBe("request-mistakes");
  const subject = page.find("#field-subject");
  expect(subject.getAttribute("aria-invalid")).toBe("true");
  const described = subject.getAttribute("aria-describedby")?.split(" ") ?? [];
  expect(described.map((id) => page.find(`#${id}`).textContent)).toEqual(["En quelques mots.", "Remplissez ce champ."]);
  page.find("#request-mistakes a").click();
  expect(page.focused).toBe(subject);
});

it("reads the request back before it is sent, then gives its number", async () => {
  const { fetch } = gateway();
  const page = await formOpen();
  await type(page, "subject", "Avis <b>non reçu</b>");
  await submit(page);
  expect(page.focused?.textContent).toBe("Vérifiez votre demande");
  expect(page.find(".request dl").textContent).toContain("Avis <b>non reçu</b>");
  expect(fetch.mock.calls.some(([url, { method }]) => method === "POST" && url.endsWith("/requests"))).toBe(false);
  await page.press("Envoyer ma demande");
  await page.settled();
  expect(page.focused?.textContent).toBe("Votre demande est enregistrée");
  expect(page.find("#request").textContent).toContain("2026-AB12-CD34");
});

it("tells the host page which form was sent, and nothing of its words", async () => {
  gateway();
  const page = await formOpen();
  const heard: unknown[] = [];
  page.element.addEventListener("econtacts-request", (event) => {
    if (event instanceof CustomEvent) heard.push(event.detail);
  });
  await type(page, "subject", "Avis");
  await submit(page);
  await page.press("Envoyer ma demande");
  await page.settled();
  expect(heard).toEqual([{ form: "F06" }]);
});

it("keeps what was typed when the server cannot be reached, and says so", async () => {
  gateway({ "POST /api/v1/requests": unreachable });
  const page = await formOpen();
  await type(page, "subject", "Avis");
  await submit(page);
  await page.press("Envoyer ma demande");
  await page.settled();
  expect(page.find('#request [role="alert"]').textContent).toContain("Votre brouillon est gardé.");
  await page.press("Corriger");
  expect(page.find("#field-subject", HTMLInputElement).value).toBe("Avis");
});

it("sends files as a browser does, and lists them with a way to remove each", async () => {
  const { fetch } = gateway();
  const page = await formOpen();
  await type(page, "subject", "Avis");
  await choose(page, file("a.pdf"), file("b.pdf"));
  expect(page.all(".files li").map(({ textContent }) => textContent.trim().split(" ")[0])).toEqual(["a.pdf", "b.pdf"]);
  await page.press("Retirer b.pdf");
  expect(page.focused?.id).toBe("field-attachments");
  await submit(page);
  await page.press("Envoyer ma demande");
  await page.settled();
  const body = fetch.mock.calls.find(([url, { method }]) => method === "POST" && url.endsWith("/requests"))?.[1].body;
  expect(body).toBeInstanceOf(FormData);
  if (body instanceof FormData) expect(body.getAll("attachments").map((sent) => (sent instanceof File ? sent.name : null))).toEqual(["a.pdf"]);
});

it("forgets every draft with the conversation", async () => {
  gateway();
  const page = await formOpen();
  await type(page, "subject", "Avis");
  expect(Object.keys(sessionStorage)).toContain("econtacts-form-F06");
  await page.press("Effacer ma conversation");
  await page.press("Oui, effacer");
  expect(page.all("#request")).toHaveLength(0);
  expect(Object.keys(sessionStorage)).not.toContain("econtacts-form-F06");
});

it("has no fault that axe sees at any step", async () => {
  gateway();
  const page = await formOpen();
  await choose(page, file("a.exe", 1, "text/plain"), file("a.pdf"));
  await submit(page);
  expect(await violations()).toEqual([]);
  await type(page, "subject", "Avis");
  await submit(page);
  expect(await violations()).toEqual([]);
  await page.press("Envoyer ma demande");
  await page.settled();
  expect(await violations()).toEqual([]);
});

it("speaks English around the administration's words", async () => {
  gateway();
  const page = new ChatPage({ lang: "en" });
  await page.settled();
  page.button("Ask a question").click();
  await page.settled();
  await page.press("Fill in this request here");
  await vi.waitFor(() => page.find("#field-subject"));
  expect(page.find(".field label span").getAttribute("lang")).toBe("fr");
  expect(page.find("#request").textContent).toContain("Check my request");
});
