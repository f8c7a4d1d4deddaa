import { describe, expect, it } from "vitest";
import { correctable } from "../../src/conversation/correction";
import { fakeTransport, openedWith, said } from "../fake-transport";
import { addressChoice, answer, citizen, delayChoice, greeting } from "../messages";
import { fakeDrafts, say, startedWith } from "./started";

describe("the text not sent yet", () => {
  it("is there again after a reload", async () => {
    const { conversation } = await startedWith(fakeTransport(), fakeDrafts("Ma question"));
    expect(conversation.state.draft).toBe("Ma question");
  });

  it("is kept while it is typed, and no longer once sent", async () => {
    const { conversation, transport, drafts } = await startedWith();
    transport.send.mockResolvedValue(said(citizen({ text: "Oui" }), answer()));
    await say(conversation, "Oui");
    expect(drafts.write.mock.calls).toEqual([["Oui"], [""]]);
  });

  it("goes with the conversation that is erased", async () => {
    const { conversation, drafts } = await startedWith();
    conversation.type("Ma question");
    await conversation.erase();
    expect(drafts.write.mock.lastCall).toEqual([""]);
  });
});

describe("the number of a choice", () => {
  it("takes the choice", async () => {
    const { conversation, transport } = await startedWith();
    await say(conversation, " 2 ");
    expect(transport.send.mock.calls[0]?.[0]).toEqual({ choice: addressChoice.id });
    expect(conversation.state.draft).toBe("");
  });

  it.each(["0", "3", "2 enfants"])("is only text when there is no such choice: %s", async (text) => {
    const { conversation, transport } = await startedWith();
    await say(conversation, text);
    expect(transport.send.mock.calls[0]?.[0]).toEqual({ text });
  });
});

describe("the correction of the last message", () => {
  async function asked(text: string) {
    const transport = fakeTransport();
    transport.open.mockResolvedValue(openedWith([greeting, citizen({ text }), answer()]));
    return startedWith(transport);
  }

  it("puts it back into the field", async () => {
    const { conversation } = await asked("Je ne peux pas payé");
    conversation.correct();
    expect(conversation.state).toMatchObject({ draft: "Je ne peux pas payé", news: "correcting" });
  });

  it("does not throw away what is being typed", async () => {
    const { conversation } = await asked("Je ne peux pas payé");
    conversation.type("Autre chose");
    conversation.correct();
    expect(conversation.state.draft).toBe("Autre chose");
  });

  it("is not offered for a choice", async () => {
    const { conversation } = await asked(delayChoice.title);
    expect(correctable(conversation.state)).toBeNull();
  });
});
