import { describe, expect, it } from "vitest";
import { RequestTimedOut, ServerUnreachable } from "../../src/transport/errors";
import { fakeTransport, openedWith, said } from "../fake-transport";
import { answer, card, citizen, delayChoice, greeting, outage } from "../messages";
import { refusal, say, sessionEnded, startedWith } from "./started";

describe("opening", () => {
  it("shows what the server has said so far", async () => {
    const { conversation, transport } = await startedWith();
    expect(conversation.state).toMatchObject({ phase: { name: "ready" }, messages: [greeting] });
    expect(transport.open.mock.calls[0]?.[0]).toEqual({ audience: "particulier" });
  });

  it("happens once", async () => {
    const { conversation, transport } = await startedWith();
    await conversation.start();
    expect(transport.open).toHaveBeenCalledOnce();
  });

  it.each([new ServerUnreachable(), new RequestTimedOut(), refusal(503, "unavailable")])(
    "offers the forms after %s",
    async (error) => {
      const transport = fakeTransport();
      transport.open.mockRejectedValue(error);
      transport.forms.mockResolvedValue([card()]);
      const { conversation } = await startedWith(transport);
      expect(conversation.state.phase.name).toBe("unavailable");
      expect(conversation.state.messages).toMatchObject([{ kind: "outage", cards: [card()] }]);
    },
  );

  it("has no card left when the forms fail too", async () => {
    const transport = fakeTransport();
    transport.open.mockRejectedValue(new ServerUnreachable());
    transport.forms.mockRejectedValue(new ServerUnreachable());
    const { conversation } = await startedWith(transport);
    expect(conversation.state.messages).toMatchObject([{ kind: "outage", cards: [] }]);
  });

  it("may be tried again after an outage", async () => {
    const transport = fakeTransport();
    transport.open.mockRejectedValueOnce(new ServerUnreachable());
    const { conversation } = await startedWith(transport);
    await conversation.retry();
    expect(conversation.state).toMatchObject({ phase: { name: "ready" }, messages: [greeting] });
  });

  it("shows the server's words when it refuses", async () => {
    const transport = fakeTransport();
    transport.open.mockRejectedValue(refusal(403, "cross_site"));
    const { conversation } = await startedWith(transport);
    expect(conversation.state.phase).toMatchObject({ name: "failed", failure: { message: "Message du serveur." } });
  });
});

describe("a turn", () => {
  it("adds the messages in the server's order and empties the field", async () => {
    const { conversation, transport, onMessage } = await startedWith();
    transport.send.mockResolvedValue(said(citizen(), answer()));
    await say(conversation, " Je ne peux pas payer ");
    expect(transport.send.mock.calls[0]?.[0]).toEqual({ text: "Je ne peux pas payer" });
    expect(conversation.state.messages).toEqual([greeting, citizen(), answer()]);
    expect(conversation.state.draft).toBe("");
    expect(onMessage.mock.calls.map(([{ kind }]) => kind)).toEqual(["citizen", "answer"]);
  });

  it("is not sent without words", async () => {
    const { conversation, transport } = await startedWith();
    await say(conversation, "  \n ");
    expect(transport.send).not.toHaveBeenCalled();
  });

  it("waits for the one before it", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockReturnValue(new Promise(() => undefined));
    void say(conversation, "Première question");
    await say(conversation, "Seconde question");
    expect(transport.send).toHaveBeenCalledOnce();
  });

  it("keeps the text when the assistant is out of order and did not take it", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockResolvedValue(said(outage()));
    await say(conversation, "Ma question");
    expect(conversation.state.draft).toBe("Ma question");
  });

  it("stops when the conversation is disposed of", async () => {
    const { conversation, transport } = await startedWith();
    void say(conversation, "Ma question");
    conversation.dispose();
    expect(transport.send.mock.calls[0]?.[2].aborted).toBe(true);
  });
});

describe("a turn that fails", () => {
  it("keeps the text and says why", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockRejectedValue(new RequestTimedOut());
    await say(conversation, "Ma question");
    expect(conversation.state.draft).toBe("Ma question");
    expect(conversation.state.phase).toMatchObject({ failure: { kind: "timedOut" } });
  });

  it("sends the corrected text when tried again", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockRejectedValueOnce(refusal(503, "unavailable"));
    await say(conversation, "Ma qestion");
    conversation.type("Ma question");
    await conversation.retry();
    expect(transport.send.mock.lastCall?.[0]).toEqual({ text: "Ma question" });
    const names = transport.send.mock.calls.map(([, id]) => id);
    expect(new Set(names).size).toBe(2);
  });

  it("is sent again under its name, so that the server says it once", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockRejectedValueOnce(new RequestTimedOut());
    transport.send.mockResolvedValueOnce(said(citizen(), answer()));
    await say(conversation, "Je ne peux pas payer");
    await conversation.retry();
    const [first, again] = transport.send.mock.calls.map(([, id]) => id);
    expect(again).toBe(first);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(conversation.state.messages).toEqual([greeting, citizen(), answer()]);
    expect(conversation.state.draft).toBe("");
  });

  it("repeats the choice when tried again", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockRejectedValueOnce(refusal(503, "unavailable"));
    await conversation.choose(delayChoice.id);
    await conversation.retry();
    expect(transport.send.mock.calls.map(([turn]) => turn)).toEqual([
      { choice: delayChoice.id },
      { choice: delayChoice.id },
    ]);
  });
});

describe("the end of the session", () => {
  it("opens a new conversation, says so and keeps the text", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockRejectedValueOnce(sessionEnded);
    transport.open.mockResolvedValue(openedWith([]));
    await say(conversation, "Ma question");
    expect(conversation.state).toMatchObject({
      phase: { name: "ready" },
      news: "renewed",
      messages: [],
      draft: "Ma question",
    });
  });

  it("is said once", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockRejectedValueOnce(sessionEnded);
    await say(conversation, "Ma question");
    await conversation.submit();
    expect(conversation.state.news).toBeNull();
  });

  it("is met by a rating too", async () => {
    const { conversation, transport } = await startedWith();
    transport.rate.mockRejectedValue(sessionEnded);
    await conversation.rate("answer-1", { value: "up", reason: null, comment: null });
    expect(conversation.state.news).toBe("renewed");
  });
});

describe("erasure", () => {
  it.each([null, sessionEnded])("leaves nothing and starts afresh (server says %s)", async (error) => {
    const { conversation, transport } = await startedWith();
    transport.send.mockResolvedValue(said(citizen(), answer()));
    await say(conversation, "Ma question");
    if (error !== null) transport.erase.mockRejectedValue(error);
    await conversation.erase();
    expect(conversation.state).toMatchObject({ messages: [greeting], draft: "", news: "erased" });
  });

  it("keeps everything when it fails, and may be tried again", async () => {
    const { conversation, transport } = await startedWith();
    transport.erase.mockRejectedValueOnce(new ServerUnreachable());
    await conversation.erase();
    expect(conversation.state).toMatchObject({ phase: { name: "failed" }, messages: [greeting] });
    await conversation.retry();
    expect(conversation.state.news).toBe("erased");
  });
});
