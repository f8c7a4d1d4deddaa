import { describe, expect, it } from "vitest";
import { choiceGroup } from "../../src/conversation/choices";
import { fakeTransport, openedWith, said } from "../fake-transport";
import { addressChoice, answer, citizen, delayChoice, greeting } from "../messages";
import { refusal, say, startedWith } from "./started";

describe("choices", () => {
  it("are taken under the latest message only", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockResolvedValue(said(citizen(), answer()));
    await say(conversation, "Autre chose");
    await conversation.choose(delayChoice.id);
    expect(transport.send).toHaveBeenCalledOnce();
    expect(choiceGroup(conversation.state, 0).active).toBe(false);
  });

  it("remember the one that was taken", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockResolvedValue(said(citizen({ text: "Un délai" }), answer()));
    await conversation.choose(delayChoice.id);
    expect(choiceGroup(conversation.state, 0)).toMatchObject({ chosenId: delayChoice.id, active: false });
  });

  it("are recognised in the history after a reload", async () => {
    const transport = fakeTransport();
    transport.open.mockResolvedValue(openedWith([greeting, citizen({ text: addressChoice.title })]));
    const { conversation } = await startedWith(transport);
    expect(choiceGroup(conversation.state, 0).chosenId).toBe(addressChoice.id);
  });
});

describe("ratings", () => {
  const up = { value: "up", reason: null, comment: null } as const;
  const down = { value: "down", reason: "unclear", comment: null } as const;

  async function answered() {
    const transport = fakeTransport();
    transport.open.mockResolvedValue(openedWith([answer()]));
    return startedWith(transport);
  }

  it("replace one another", async () => {
    const { conversation, onRating } = await answered();
    await conversation.rate("answer-1", up);
    await conversation.rate("answer-1", down);
    expect(conversation.state.messages).toMatchObject([{ rating: down }]);
    expect(conversation.state.ratings).toEqual({ "answer-1": { name: "saved" } });
    expect(onRating).toHaveBeenCalledTimes(2);
  });

  it("give up the one still under way", async () => {
    const { conversation, transport } = await answered();
    transport.rate.mockReturnValueOnce(new Promise(() => undefined));
    void conversation.rate("answer-1", up);
    await conversation.rate("answer-1", down);
    expect(transport.rate.mock.calls[0]?.[2].aborted).toBe(true);
  });

  it("say when they could not be recorded, and leave the conversation as it is", async () => {
    const { conversation, transport } = await answered();
    transport.rate.mockRejectedValue(refusal(503, "unavailable"));
    await conversation.rate("answer-1", up);
    expect(conversation.state.ratings["answer-1"]).toMatchObject({ failure: { message: "Message du serveur." } });
    expect(conversation.state.phase.name).toBe("ready");
  });
});
