import { describe, expect, it } from "vitest";
import type { Said } from "../../src/contract";
import { ServerRefused, ServerUnreachable } from "../../src/transport/errors";
import { fakeTransport, said } from "../fake-transport";
import { answer, citizen, greeting, outage } from "../messages";
import { refusal, say, sessionEnded, startedWith } from "./started";

describe("a server that asks for patience", () => {
  it.each([
    [409, "pending"],
    [429, "tooMany"],
  ])("is heard without alarm: %i", async (status, kind) => {
    const { conversation, transport } = await startedWith();
    transport.send.mockRejectedValueOnce(refusal(status, "whatever"));
    await say(conversation, "Ma question");
    expect(conversation.state).toMatchObject({
      draft: "Ma question",
      phase: { name: "failed", failure: { kind, message: null, reference: null } },
    });
    await conversation.retry();
    expect(transport.send).toHaveBeenCalledTimes(2);
  });

  it("says how long to wait", async () => {
    const { conversation, transport } = await startedWith();
    const refused = { status: 429, code: null, publicMessage: null, correlationId: null, retryAfter: 40, fields: {} };
    transport.send.mockRejectedValueOnce(new ServerRefused(refused));
    await say(conversation, "Ma question");
    expect(conversation.state.phase).toMatchObject({ failure: { retryAfter: 40 } });
  });
});

describe("the operator's notice", () => {
  it("comes and goes with each answer of the server", async () => {
    const { conversation, transport } = await startedWith();
    const notice = { text: "Fermé jusqu'à 18 h.", assistantOff: true };
    transport.send.mockResolvedValueOnce({ messages: [outage()], notice });
    await say(conversation, "Ma question");
    expect(conversation.state.notice).toEqual(notice);
    await conversation.refresh();
    expect(conversation.state.notice).toBeNull();
  });
});

describe("an outage", () => {
  async function out() {
    const parts = await startedWith();
    parts.transport.send.mockResolvedValueOnce(said(outage({ id: "first" })));
    await say(parts.conversation, "Ma question");
    return parts;
  }

  it("is told at length once", async () => {
    const { conversation, transport } = await out();
    transport.send.mockResolvedValueOnce(said(outage({ id: "second" })));
    await conversation.submit();
    expect(conversation.state.messages.filter(({ kind }) => kind === "outage")).toHaveLength(1);
    expect(conversation.state).toMatchObject({ news: "stillOut", draft: "Ma question" });
  });

  it("is over when the assistant answers, and that is said once", async () => {
    const { conversation, transport } = await out();
    transport.send.mockResolvedValue(said(citizen({ id: "c2" }), answer()));
    await conversation.submit();
    expect(conversation.state.news).toBe("recovered");
    await say(conversation, "Autre chose");
    expect(conversation.state.news).toBeNull();
  });

  it("is over when the conversation opens at last", async () => {
    const transport = fakeTransport();
    transport.open.mockRejectedValueOnce(new ServerUnreachable());
    const { conversation } = await startedWith(transport);
    await conversation.connected(true);
    expect(conversation.state).toMatchObject({ news: "recovered", messages: [greeting] });
  });
});

describe("the network", () => {
  it("is said to leave and to come back, and what was missed is fetched", async () => {
    const { conversation, transport } = await startedWith();
    await conversation.connected(false);
    expect(conversation.state.news).toBe("offline");
    transport.history.mockResolvedValue(said(greeting, citizen(), answer()));
    await conversation.connected(true);
    expect(conversation.state).toMatchObject({ news: "online", messages: [greeting, citizen(), answer()] });
  });
});

describe("another tab", () => {
  it("has its messages shown here in the server's order", async () => {
    const { conversation, transport } = await startedWith();
    transport.history.mockResolvedValue(said(greeting, citizen(), answer()));
    await conversation.refresh();
    expect(conversation.state.messages).toEqual([greeting, citizen(), answer()]);
    expect(conversation.state.news).toBeNull();
  });

  it("may have erased the conversation: a new one is open, and that is said", async () => {
    const { conversation, transport } = await startedWith();
    conversation.type("Ma question");
    transport.history.mockResolvedValue(said({ ...greeting, id: "another" }));
    await conversation.refresh();
    expect(conversation.state).toMatchObject({ news: "renewed", draft: "Ma question", messages: [{ id: "another" }] });
  });

  it("finds the session ended, and says so", async () => {
    const { conversation, transport } = await startedWith();
    transport.history.mockRejectedValue(sessionEnded);
    await conversation.refresh();
    expect(conversation.state).toMatchObject({ news: "renewed", messages: [greeting] });
  });

  it("leaves an outage in place until something is said after it", async () => {
    const { conversation, transport } = await startedWith();
    transport.send.mockResolvedValue(said(citizen(), outage()));
    await say(conversation, "Ma question");
    transport.history.mockResolvedValue(said(greeting, citizen()));
    await conversation.refresh();
    expect(conversation.state.messages).toEqual([greeting, citizen(), outage()]);
    transport.history.mockResolvedValue(said(greeting, citizen(), answer()));
    await conversation.refresh();
    expect(conversation.state.messages).toEqual([greeting, citizen(), answer()]);
  });

  it("does not hide a turn sent meanwhile", async () => {
    const { conversation, transport } = await startedWith();
    let resolve: (history: Said) => void = () => undefined;
    const promise = new Promise<Said>((settle) => {
      resolve = settle;
    });
    transport.history.mockReturnValue(promise);
    const refreshed = conversation.refresh();
    transport.send.mockResolvedValue(said(citizen(), answer()));
    await say(conversation, "Ma question");
    resolve(said(greeting));
    await refreshed;
    expect(conversation.state.messages).toHaveLength(3);
  });

  it("leaves what is shown when it cannot be asked", async () => {
    const { conversation, transport } = await startedWith();
    transport.history.mockRejectedValue(new ServerUnreachable());
    await conversation.refresh();
    expect(conversation.state).toMatchObject({ phase: { name: "ready" }, messages: [greeting] });
  });
});
