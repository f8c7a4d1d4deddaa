import { beforeEach, describe, expect, it, vi } from "vitest";
import { answer, citizen } from "../messages";
import { ChatPage, fakeGateway, messages } from "./fixture";

/** A browser's dictation, with a mouth to put words in. */
class FakeRecognition extends EventTarget {
  static latest: FakeRecognition;
  lang = "";
  start = vi.fn();
  stop = vi.fn(() => this.dispatchEvent(new Event("end")));
  abort = vi.fn(() => this.dispatchEvent(new Event("end")));

  constructor() {
    super();
    FakeRecognition.latest = this;
  }

  hear(transcript: string): void {
    this.dispatchEvent(Object.assign(new Event("result"), { results: [[{ transcript }]] }));
  }

  fail(error: string): void {
    this.dispatchEvent(Object.assign(new Event("error"), { error }));
    this.dispatchEvent(new Event("end"));
  }
}

class FakeUtterance extends EventTarget {
  readonly text: string;
  lang = "";
  voice: unknown = null;

  constructor(text: string) {
    super();
    this.text = text;
  }
}

const voices = [
  { lang: "fr-FR", localService: false },
  { lang: "fr-FR", localService: true },
];
class FakeSynthesis extends EventTarget {
  voices: unknown[] = voices;
  speak = vi.fn();
  cancel = vi.fn();
  getVoices = () => this.voices;
}

let synthesis: FakeSynthesis;
let page: ChatPage;

beforeEach(async () => {
  synthesis = new FakeSynthesis();
  vi.stubGlobal("webkitSpeechRecognition", FakeRecognition);
  vi.stubGlobal("speechSynthesis", synthesis);
  vi.stubGlobal("SpeechSynthesisUtterance", FakeUtterance);
  fakeGateway({ "POST /api/v1/messages": messages(citizen(), answer({ text: "**Vous** pouvez." })) });
  page = new ChatPage();
  await page.open();
});

describe("dictation", () => {
  it("is off, and says what leaves the machine before it is allowed", () => {
    expect(page.all("#dictate")).toHaveLength(0);
    const button = page.button("Dicter mes questions");
    expect(button.getAttribute("aria-pressed")).toBe("false");
    expect(page.find(`#${button.getAttribute("aria-describedby") ?? ""}`).textContent).toContain("éditeur");
  });

  it("adds what is heard to what is written, and sends nothing by itself", async () => {
    await page.press("Dicter mes questions");
    await page.write("Bonjour");
    page.find("#dictate").click();
    await page.settled();
    expect(page.find(".composer .hint[role='status']").textContent).toBe("Le micro est ouvert, parlez.");
    expect(FakeRecognition.latest.lang).toBe("fr-FR");
    FakeRecognition.latest.hear("je déménage");
    await page.settled();
    expect(page.field.value).toBe("Bonjour je déménage");
    await page.press("Arrêter la dictée");
    expect(FakeRecognition.latest.stop).toHaveBeenCalledOnce();
    expect(page.find("#dictate").textContent).toBe("Dicter");
    expect(page.all('[data-kind="citizen"]')).toHaveLength(0);
  });

  it.each([
    ["not-allowed", "Le micro n'a pas pu être utilisé. Vous pouvez écrire votre question."],
    ["no-speech", ""],
  ])("says when the microphone cannot be used: %s", async (error, words) => {
    await page.press("Dicter mes questions");
    page.find("#dictate").click();
    FakeRecognition.latest.fail(error);
    await page.settled();
    expect(page.find(".composer .hint[role='status']").textContent).toBe(words);
  });

  it("closes the microphone with the panel", async () => {
    await page.press("Dicter mes questions");
    page.find("#dictate").click();
    await page.key(page.field, "Escape");
    expect(FakeRecognition.latest.abort).toHaveBeenCalled();
  });
});

describe("reading aloud", () => {
  it("is off", async () => {
    await page.say("Je ne peux pas payer");
    expect(synthesis.speak).not.toHaveBeenCalled();
  });

  it("reads the assistant's words, without Markdown, with a voice of the device", async () => {
    await page.press("Lire les réponses à voix haute");
    await page.say("Je ne peux pas payer");
    expect(synthesis.speak).toHaveBeenCalledOnce();
    expect(synthesis.speak.mock.calls[0]?.[0]).toMatchObject({ text: "Vous pouvez.", lang: "fr-FR", voice: voices[1] });
    await page.press("Arrêter la lecture");
    expect(synthesis.cancel).toHaveBeenCalledOnce();
  });

  it.each([
    [voices, "rien ne le quitte"],
    [[], "peut envoyer"],
  ])("says whether the text leaves the machine", async (found, words) => {
    synthesis.voices = found;
    synthesis.dispatchEvent(new Event("voiceschanged"));
    await page.settled();
    expect(page.find("#reading-hint").textContent).toContain(words);
  });
});
