import { beforeEach, expect, it, vi } from "vitest";
import { answer, citizen } from "../messages";
import { ChatPage, fakeGateway, messages } from "./fixture";

let page: ChatPage;

beforeEach(async () => {
  fakeGateway({ "POST /api/v1/messages": messages(citizen(), answer()) });
  page = new ChatPage();
  await page.open();
});

it("unfold at a press and fold with Escape, which gives the focus back", async () => {
  const options = page.find("#options");
  expect(options.hidden).toBe(true);
  await page.press("Options");
  expect(options.hidden).toBe(false);
  expect(page.button("Options").getAttribute("aria-expanded")).toBe("true");
  await page.key(page.button("Télécharger"), "Escape");
  expect(options.hidden).toBe(true);
  expect(page.panel.hidden).toBe(false);
  expect(page.focused).toBe(page.button("Options"));
});

it("hand out the conversation as a text file made in the page", async () => {
  const files: Blob[] = [];
  const names: string[] = [];
  vi.stubGlobal(
    "URL",
    Object.assign(URL, {
      createObjectURL: (file: Blob) => {
        files.push(file);
        return "blob:test";
      },
      revokeObjectURL: vi.fn(),
    }),
  );
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  await page.say("Je ne peux pas payer");
  await page.press("Télécharger la conversation");
  expect(names[0]).toMatch(/^conversation-\d{4}-\d{2}-\d{2}\.txt$/);
  expect(files).toHaveLength(1);
  expect(files[0]?.type).toBe("text/plain;charset=utf-8");
  expect(files[0]?.size).toBeGreaterThan(100);
});

it("offer no voice where the browser has none", () => {
  expect(page.all("#dictation, #reading")).toHaveLength(0);
});
