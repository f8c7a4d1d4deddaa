import { describe, expect, it } from "vitest";
import { answer, card, citizen, delayChoice, greeting } from "../messages";
import { ChatPage, fakeGateway, messages, opened, replying } from "./fixture";

const error = (code: string) => ({ error: { code, message: "Message du serveur.", correlation_id: "c-1" } });

describe("lang", () => {
  it("is French unless the page asks for English", async () => {
    fakeGateway();
    for (const [lang, title] of [["", "Poser une question"], ["de", "Poser une question"], ["en-GB", "Ask a question"]] as const) {
      const page = new ChatPage({ lang });
      await page.settled();
      expect(page.find(".launcher").textContent).toContain(title);
    }
  });

  it("marks the assistant's French inside an English interface", async () => {
    const rated = answer({ cards: [card()], choices: [delayChoice] });
    fakeGateway({ "POST /api/v1/conversations": opened(citizen(), rated) });
    const page = new ChatPage({ lang: "en", open: "" });
    await page.settled();
    await page.settled();
    expect(page.find(".chat").lang).toBe("en");
    expect(page.find('[data-kind="answer"] .said').lang).toBe("fr");
    expect(page.find(".card-title").lang).toBe("fr");
    expect(page.find(".choice").lang).toBe("fr");
    expect(page.find(".reminder").textContent).toContain("answers in French only");
    expect(page.find(".reminder").closest("[lang]")?.getAttribute("lang")).toBe("en");
  });
});

describe("position", () => {
  it("in the page is a region, never above it", async () => {
    fakeGateway();
    const page = new ChatPage({ position: "page" });
    await page.open();
    expect(page.panel.getAttribute("role")).toBe("region");
    expect(page.panel.hasAttribute("aria-modal")).toBe(false);
  });
});

describe("open", () => {
  it("follows what the citizen does, and the host page hears of it", async () => {
    fakeGateway();
    const page = new ChatPage();
    const heard: string[] = [];
    for (const name of ["econtacts-open", "econtacts-close"]) {
      document.body.addEventListener(name, () => heard.push(name));
    }
    await page.open();
    expect(page.element.hasAttribute("open")).toBe(true);
    await page.press("Options");
    page.find(".close").click();
    await page.settled();
    expect(page.element.hasAttribute("open")).toBe(false);
    expect(heard).toEqual(["econtacts-open", "econtacts-close"]);
  });
});

describe("what the server asks the page to say", () => {
  it("puts the operator's notice above everything, in a region that was there before", async () => {
    const notice = { text: "Le service des impôts est en maintenance.", assistant_off: true };
    const body = { messages: [greeting], rating_reasons: [], message_length: 500, notice };
    fakeGateway({ "POST /api/v1/conversations": replying(201, body) });
    const page = new ChatPage();
    await page.settled();
    const region = page.find(".notice");
    expect([region.textContent.trim(), region.getAttribute("role")]).toEqual(["", "alert"]);
    await page.open();
    expect(region.textContent).toContain("Le service des impôts est en maintenance.");
  });

  it.each([
    [429, { "Retry-After": "30" }, "Il y a eu beaucoup de demandes en peu de temps. Réessayez dans 30 secondes."],
    [429, { "Retry-After": "180" }, "Il y a eu beaucoup de demandes en peu de temps. Réessayez dans 3 minutes."],
    [429, {}, "Il y a eu beaucoup de demandes en peu de temps. Réessayez dans un instant."],
    [409, {}, "L'assistant répond encore à votre question précédente. Attendez un instant, puis réessayez."],
  ])("asks for patience calmly, keeps the text and offers to retry: %i %j", async (status, headers, words) => {
    fakeGateway({ "POST /api/v1/messages": replying(status, error("busy"), headers) });
    const page = new ChatPage();
    await page.open();
    await page.say("Ma question");
    expect(page.find(".patience").textContent.trim()).toBe(`${words} Votre texte est conservé.`);
    expect(page.find(".failure [role='alert']").textContent).toBe("");
    expect(page.field.value).toBe("Ma question");
    expect(page.button("Réessayer")).toBeDefined();
  });

  it("shows what was masked in one's message, and why", async () => {
    const masked = citizen({ text: "mon numéro est [numéro fiscal masqué]" });
    fakeGateway({ "POST /api/v1/messages": messages(masked, answer()) });
    const page = new ChatPage();
    await page.open();
    await page.say("mon numéro est 3023217600053");
    expect(page.find(".masked").textContent).toBe("[numéro fiscal masqué]");
    expect(page.find('[data-kind="citizen"]').textContent).toContain("ont été masquées");
  });
});

describe("the tab", () => {
  it("keeps the text not sent over a reload, and forgets it with the conversation", async () => {
    fakeGateway();
    const before = new ChatPage({ open: "" });
    await before.settled();
    await before.write("Ma question");
    const after = new ChatPage({ open: "" });
    await after.settled();
    expect(after.field.value).toBe("Ma question");
    await after.press("Effacer ma conversation");
    await after.press("Oui, effacer");
    expect(sessionStorage).toHaveLength(0);
  });

  it("fetches what was said elsewhere when it is looked at again", async () => {
    const { routes } = fakeGateway();
    const page = new ChatPage();
    await page.open();
    routes["GET /api/v1/messages"] = messages(greeting, citizen(), answer());
    document.dispatchEvent(new Event("visibilitychange"));
    await page.settled();
    expect(page.all(".message")).toHaveLength(3);
  });

  it("says that the network left and came back", async () => {
    fakeGateway();
    const page = new ChatPage();
    await page.open();
    window.dispatchEvent(new Event("offline"));
    await page.settled();
    expect(page.find(".status").textContent).toContain("Vous n'êtes plus connecté");
    window.dispatchEvent(new Event("online"));
    await page.settled();
    expect(page.find(".status").textContent).toBe("La connexion est rétablie.");
  });
});

describe("the last message", () => {
  it("goes back into the field to be corrected, with the focus", async () => {
    fakeGateway({ "POST /api/v1/messages": messages(citizen(), answer()) });
    const page = new ChatPage();
    await page.open();
    await page.say("Je ne peux pas payer");
    await page.press("Corriger ma question");
    expect(page.field.value).toBe("Je ne peux pas payer");
    expect(page.focused).toBe(page.field);
    expect(page.find("#correct").closest("[aria-live]")?.getAttribute("aria-live")).toBe("off");
  });
});

describe("choices", () => {
  it("are numbered, and the one taken is said", async () => {
    fakeGateway({ "POST /api/v1/messages": () => new Promise(() => undefined) });
    const page = new ChatPage();
    await page.open();
    expect(page.find(".choices").localName).toBe("ol");
    await page.press(delayChoice.title);
    expect(page.find(".status").textContent).toBe("Vous avez choisi « Demander un délai ». L'assistant écrit…");
  });
});
