import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Pushed } from "../../src/contract";
import { ServerRefused, ServerUnreachable } from "../../src/transport/errors";
import type { Transport } from "../../src/transport/transport";
import { fakeTransport, openedWith, said } from "../fake-transport";
import { answer, card, citizen, greeting, text } from "../messages";
import { say, sessionEnded, startedWith } from "./started";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const tooMany = new ServerRefused({ status: 429, code: "too_many_streams", publicMessage: "", correlationId: null, fields: {}, retryAfter: 30 });

/** A server whose streams the test feeds and ends by hand. */
class Streams {
  readonly asked: string[] = [];
  #push: (pushed: Pushed) => void = () => undefined;
  #end: () => void = () => undefined;
  #break: (error: unknown) => void = () => undefined;
  refusal: Error | null = null;

  readonly follow: Transport["follow"] = (after, onPushed, signal) => {
    this.asked.push(after);
    if (this.refusal !== null) return Promise.reject(this.refusal);
    this.#push = onPushed;
    onPushed({ kind: "notice", notice: null });
    return new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#break = reject;
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
  };

  async says(...messages: readonly Extract<Pushed, { kind: "message" }>["message"][]): Promise<void> {
    for (const message of messages) this.#push({ kind: "message", message });
    await vi.advanceTimersByTimeAsync(0);
  }

  async notes(notice: Extract<Pushed, { kind: "notice" }>["notice"]): Promise<void> {
    this.#push({ kind: "notice", notice });
    await vi.advanceTimersByTimeAsync(0);
  }

  async ends(): Promise<void> {
    this.#end();
    await vi.advanceTimersByTimeAsync(0);
  }

  async breaks(): Promise<void> {
    this.#break(new ServerUnreachable("the stream broke"));
    await vi.advanceTimersByTimeAsync(0);
  }
}

async function followed() {
  const streams = new Streams();
  const transport = fakeTransport();
  transport.follow.mockImplementation(streams.follow);
  transport.history.mockImplementation(() => Promise.resolve(said(...parts.conversation.state.messages)));
  const parts = await startedWith(transport);
  parts.conversation.watch(true);
  return { ...parts, streams };
}

describe("a conversation that is looked at", () => {
  it("is followed from the last message on", async () => {
    const { streams } = await followed();
    expect(streams.asked).toEqual([greeting.id]);
  });

  it("shows what another tab said, and tells the page of it", async () => {
    const { conversation, streams, onMessage } = await followed();
    await streams.says(citizen(), answer());
    expect(conversation.state.messages).toEqual([greeting, citizen(), answer()]);
    expect(onMessage).toHaveBeenCalledTimes(2);
  });

  it("shows no message twice, whether the answer or the stream brings it first", async () => {
    const { conversation, transport, streams, onMessage } = await followed();
    transport.send.mockImplementation(async () => {
      await streams.says(citizen());
      return said(citizen(), answer());
    });
    await say(conversation, "Je ne peux pas payer");
    await streams.says(citizen(), answer());
    expect(conversation.state.messages).toEqual([greeting, citizen(), answer()]);
    expect(onMessage).toHaveBeenCalledTimes(2);
  });

  it("is followed no more when nobody looks, and again from where it was", async () => {
    const { conversation, transport, streams } = await followed();
    await streams.says(citizen());
    conversation.watch(false);
    expect(transport.follow.mock.calls[0]?.[2].aborted).toBe(true);
    conversation.watch(true);
    expect(streams.asked).toEqual([greeting.id, citizen().id]);
  });

  it("is followed no more when it is disposed of", async () => {
    const { conversation, transport } = await followed();
    conversation.dispose();
    expect(transport.follow.mock.calls[0]?.[2].aborted).toBe(true);
  });

  it("is another one after an erasure", async () => {
    const { conversation, transport, streams } = await followed();
    transport.open.mockResolvedValue(openedWith([text({ id: "new" })]));
    await conversation.erase();
    expect(streams.asked).toEqual([greeting.id, "new"]);
    expect(transport.follow.mock.calls[0]?.[2].aborted).toBe(true);
  });
});

describe("a stream that drops", () => {
  it("comes back where it was, unseen", async () => {
    const { conversation, streams } = await followed();
    await streams.says(citizen());
    await streams.breaks();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(streams.asked).toEqual([greeting.id, citizen().id]);
    await streams.says(answer());
    expect(conversation.state).toMatchObject({ messages: [greeting, citizen(), answer()], news: null });
  });

  it("is said to be lost once, and to be back once", async () => {
    const { conversation, streams } = await followed();
    const news: unknown[] = [];
    streams.refusal = new ServerUnreachable();
    await streams.breaks();
    for (let second = 0; second < 20; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      news.push(conversation.state.news);
    }
    expect(new Set(news)).toEqual(new Set(["lost"]));
    streams.refusal = null;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(conversation.state.news).toBe("online");
    await streams.says(citizen());
    expect(conversation.state.news).toBe("online");
  });

  it("is asked for less and less often", async () => {
    const { streams } = await followed();
    streams.refusal = new ServerUnreachable();
    await streams.breaks();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(streams.asked.length).toBeLessThan(20);
  });

  it("may have ended with the conversation: a new one is open, and followed", async () => {
    const { conversation, transport, streams } = await followed();
    transport.history.mockRejectedValue(sessionEnded);
    transport.open.mockResolvedValue(openedWith([text({ id: "new" })]));
    await streams.ends();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(conversation.state).toMatchObject({ news: "renewed", messages: [{ id: "new" }] });
    expect(streams.asked).toEqual([greeting.id, "new"]);
  });
});

describe("where streams are refused", () => {
  it("nothing is said of it, and turns are answered as ever", async () => {
    const streams = new Streams();
    streams.refusal = tooMany;
    const transport = fakeTransport();
    transport.follow.mockImplementation(streams.follow);
    transport.send.mockResolvedValue(said(citizen(), answer()));
    const { conversation } = await startedWith(transport);
    conversation.watch(true);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(streams.asked).toHaveLength(1);
    await say(conversation, "Je ne peux pas payer");
    expect(conversation.state).toMatchObject({ messages: [greeting, citizen(), answer()], news: null });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(streams.asked).toHaveLength(2);
  });

  it("for good, they are not asked for again", async () => {
    const streams = new Streams();
    streams.refusal = new ServerRefused({ status: 404, code: null, publicMessage: null, correlationId: null, fields: {}, retryAfter: null });
    const transport = fakeTransport();
    transport.follow.mockImplementation(streams.follow);
    const { conversation } = await startedWith(transport);
    conversation.watch(true);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(streams.asked).toHaveLength(1);
  });
});

describe("the operator's switch", () => {
  const off = { text: "Fermé jusqu'à 18 h.", assistantOff: true };

  it("closes the field and offers the forms at once", async () => {
    const { conversation, transport, streams } = await followed();
    transport.forms.mockResolvedValue([card()]);
    await streams.notes(off);
    expect(conversation.state).toMatchObject({ notice: off, messages: [greeting, { kind: "outage", cards: [card()] }] });
    await say(conversation, "Ma question");
    expect(transport.send).not.toHaveBeenCalled();
    expect(conversation.state.draft).toBe("Ma question");
  });

  it("opens it again, and says so", async () => {
    const { conversation, transport, streams } = await followed();
    await streams.notes(off);
    await streams.notes(null);
    expect(conversation.state).toMatchObject({ news: "recovered", messages: [greeting] });
    await say(conversation, "Ma question");
    expect(transport.send).toHaveBeenCalledOnce();
  });

  it("can be asked about where no stream tells", async () => {
    const { conversation, transport, streams } = await followed();
    await streams.notes(off);
    transport.history.mockResolvedValue({ messages: [greeting], notice: null });
    await conversation.retry();
    expect(conversation.state).toMatchObject({ notice: null, messages: [greeting] });
  });

  it("greets who came while it was off", async () => {
    const streams = new Streams();
    const transport = fakeTransport();
    transport.follow.mockImplementation(streams.follow);
    transport.open.mockResolvedValueOnce({ ...openedWith([]), notice: off });
    const { conversation } = await startedWith(transport);
    conversation.watch(true);
    await streams.notes(off);
    await streams.notes(null);
    expect(conversation.state).toMatchObject({ news: "recovered", messages: [greeting] });
  });

  it("leaves the conversation to be erased", async () => {
    const { conversation, transport, streams } = await followed();
    await streams.notes(off);
    await conversation.erase();
    expect(transport.erase).toHaveBeenCalledOnce();
  });
});
