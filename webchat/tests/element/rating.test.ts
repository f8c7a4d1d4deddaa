import { beforeEach, expect, it } from "vitest";
import { answer } from "../messages";
import { ChatPage, fakeGateway, opened, replying } from "./fixture";

const up = { value: "up", reason: null, comment: null };
const down = { value: "down", reason: null, comment: null };
let gateway: ReturnType<typeof fakeGateway>;
let page: ChatPage;

beforeEach(async () => {
  gateway = fakeGateway({ "POST /api/v1/conversations": opened(answer()) });
  page = new ChatPage();
  await page.open();
});

async function rate(words: string, recorded: unknown): Promise<void> {
  gateway.routes["POST /api/v1/ratings"] = replying(200, recorded);
  await page.press(words);
}

function pressed(): (string | null)[] {
  return page.all(".toggle").map((button) => button.getAttribute("aria-pressed"));
}

function lastBody(): unknown {
  const body = gateway.fetch.mock.lastCall?.[1].body;
  return typeof body === "string" ? JSON.parse(body) : null;
}

it("sends at once and says thank you", async () => {
  await rate("Oui", up);
  expect(lastBody()).toEqual({ message_id: "answer-1", value: "up" });
  expect(pressed()).toEqual(["true", "false"]);
  expect(page.find(".rating-status").textContent).toBe("Merci, votre avis est enregistré.");
});

it("is replaced when one changes one's mind", async () => {
  await rate("Oui", up);
  await rate("Non", down);
  expect(pressed()).toEqual(["false", "true"]);
  expect(page.all(".rating-details")).toHaveLength(1);
  await rate("Oui", up);
  expect(pressed()).toEqual(["true", "false"]);
  expect(page.all(".rating-details")).toHaveLength(0);
});

it("asks, after Non, for a reason and a comment that stay optional", async () => {
  await rate("Non", down);
  page.find(".reason input", HTMLInputElement).checked = true;
  page.find(".rating-comment textarea", HTMLTextAreaElement).value = " Trop long ";
  await rate("Envoyer mes précisions", { value: "down", reason: "unclear", comment: "Trop long" });
  expect(lastBody()).toEqual({ message_id: "answer-1", value: "down", reason: "unclear", comment: "Trop long" });
  expect(page.find(".rating-comment textarea", HTMLTextAreaElement).maxLength).toBe(500);
});

it("goes back to what is recorded when the server fails", async () => {
  const error = { code: "unavailable", message: "Avis non enregistré.", correlation_id: "c-1" };
  gateway.routes["POST /api/v1/ratings"] = replying(503, { error });
  await page.press("Oui");
  expect(pressed()).toEqual(["false", "false"]);
  expect(page.find(".rating-status").textContent).toBe("Avis non enregistré.");
});

it("tells the host page its value and no comment", async () => {
  const heard: unknown[] = [];
  page.element.addEventListener("econtacts-rating", (event) => {
    if (event instanceof CustomEvent) heard.push(event.detail);
  });
  await rate("Non", { value: "down", reason: null, comment: "Privé" });
  expect(heard).toEqual([{ messageId: "answer-1", value: "down" }]);
});
