import axe from "axe-core";
import { expect, it, vi } from "vitest";
import { answer, card, citizen, delayChoice, greeting } from "../messages";
import { ChatPage, fakeGateway, messages, opened, unreachable } from "./fixture";

async function violations(): Promise<string[]> {
  // jsdom computes no colours; contrast is looked at in a browser.
  const rules = { "color-contrast": { enabled: false }, region: { enabled: false } };
  const { violations } = await axe.run(document.body, { rules });
  return violations.map(({ id, help }) => `${id}: ${help}`);
}

it("has no fault that axe sees, closed or open", async () => {
  fakeGateway();
  const page = new ChatPage();
  await page.settled();
  expect(await violations()).toEqual([]);
  await page.open();
  expect(await violations()).toEqual([]);
});

it("has no fault that axe sees with an answer, its rating and its cards", async () => {
  const rated = answer({ cards: [card()], choices: [delayChoice], rating: { value: "down", reason: null, comment: null } });
  fakeGateway({ "POST /api/v1/conversations": opened(citizen(), rated) });
  const page = new ChatPage();
  await page.open();
  await page.press("Effacer ma conversation");
  expect(await violations()).toEqual([]);
});

it("has no fault that axe sees during an outage", async () => {
  fakeGateway({ "POST /api/v1/conversations": unreachable });
  const page = new ChatPage();
  await page.open();
  expect(await violations()).toEqual([]);
});

it("has its log on the page, empty, before the first message", async () => {
  fakeGateway();
  const page = new ChatPage();
  await page.settled();
  expect(page.log.textContent).toBe("");
  expect(page.log.getAttribute("aria-live")).toBe("polite");
  expect(page.log.getAttribute("aria-label")).not.toBe("");
});

it("says who speaks at the beginning of each message", async () => {
  fakeGateway({ "POST /api/v1/conversations": opened(citizen(), answer()) });
  const page = new ChatPage();
  await page.open();
  const beginnings = page.all(".message").map(({ textContent }) => textContent.trim().split(" :")[0]);
  expect(beginnings).toEqual(["Vous", "Assistant"]);
});

it("opens on the text field, closes with Escape and goes back to the launcher", async () => {
  fakeGateway();
  const page = new ChatPage();
  await page.open();
  expect(page.focused).toBe(page.field);
  expect(page.element.hasAttribute("open")).toBe(true);
  await page.key(page.field, "Escape");
  expect(page.panel.hidden).toBe(true);
  expect(page.element.hasAttribute("open")).toBe(false);
  expect(page.focused).toBe(page.launcher);
});

it("takes no focus when it is open from the start", async () => {
  fakeGateway();
  const page = new ChatPage({ open: "" });
  await page.settled();
  expect(document.activeElement).toBe(document.body);
  expect(page.log.textContent).toContain(greeting.text);
});

it("leaves the focus where it is when a message arrives", async () => {
  fakeGateway({ "POST /api/v1/messages": messages(citizen(), answer()) });
  const page = new ChatPage();
  await page.open();
  const choice = page.button(delayChoice.title);
  choice.focus();
  await page.press(delayChoice.title);
  expect(page.all(".message")).toHaveLength(3);
  expect(page.focused).toBe(choice);
});

it("announces the characters left only near the end", async () => {
  fakeGateway();
  const page = new ChatPage();
  await page.open();
  const announced = page.find(".composer [role='status']");
  await page.write("a".repeat(100));
  expect(page.find("#remaining").textContent).toBe("encore 400 caractères");
  expect(announced.textContent).toBe("");
  await page.write("a".repeat(499));
  expect(page.find("#remaining").textContent).toBe("encore 1 caractère");
  expect(announced.textContent).toContain("10 caractères");
});

it("keeps Tab inside when the panel hides the page", async () => {
  vi.stubGlobal("matchMedia", () => Object.assign(new EventTarget(), { matches: true }));
  fakeGateway();
  const page = new ChatPage();
  await page.open();
  expect(page.panel.getAttribute("aria-modal")).toBe("true");
  const last = page.button("Envoyer");
  last.focus();
  const tab = await page.key(last, "Tab");
  expect(tab.defaultPrevented).toBe(true);
  expect(page.focused).toBe(page.button("Options"));
});
