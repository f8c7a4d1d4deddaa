import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Pushed } from "../../src/contract";
import { AnswerUnreadable, RequestAborted, RequestTimedOut, ServerRefused, ServerUnreachable } from "../../src/transport/errors";
import { HttpTransport } from "../../src/transport/http-transport";
import type { Fetch } from "../../src/transport/request";
import { answer, citizen } from "../messages";

const never = new AbortController().signal;

function event(name: string, data: unknown, id?: string): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n${id === undefined ? "" : `id: ${id}\n`}\n`;
}

/** A server that sends these bytes and ends the stream. */
function sending(...chunks: readonly (string | Uint8Array<ArrayBuffer>)[]) {
  return vi.fn<Fetch>(() => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        for (const chunk of chunks) controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
        controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } }));
  });
}

async function toldBy(fetch: Fetch): Promise<Pushed[]> {
  const told: Pushed[] = [];
  await new HttpTransport({ api: "/api/v1", fetch }).follow("7", (pushed) => told.push(pushed), never);
  return told;
}

describe("a stream", () => {
  it("asks for what follows the last message", async () => {
    const fetch = sending();
    await toldBy(fetch);
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe("/api/v1/events");
    expect(new Headers(init?.headers).get("Last-Event-ID")).toBe("7");
    expect(init).toMatchObject({ credentials: "same-origin", cache: "no-store" });
  });

  it("tells messages and notices in order", async () => {
    const notice = { text: "Fermé.", assistant_off: true };
    const fetch = sending(event("notice", { notice }) + event("message", citizen(), "8"), event("message", answer(), "9"));
    expect(await toldBy(fetch)).toEqual([
      { kind: "notice", notice: { text: "Fermé.", assistantOff: true } },
      { kind: "message", message: citizen() },
      { kind: "message", message: answer() },
    ]);
  });

  it("may be cut anywhere, even within a letter", async () => {
    const bytes = new TextEncoder().encode(event("message", citizen({ text: "déjà réglé" })));
    const told = await toldBy(sending(...Array.from(bytes, (byte) => Uint8Array.of(byte))));
    expect(told).toEqual([{ kind: "message", message: citizen({ text: "déjà réglé" }) }]);
  });

  it.each([": ping\n\n", "retry: 2000\n\n", event("hologram", {}), event("message", { ...citizen(), kind: "hologram" })])(
    "passes over what is no message: %j",
    async (chunk) => {
      expect(await toldBy(sending(chunk))).toEqual([]);
    },
  );

  it("does not tell an event that was cut off", async () => {
    expect(await toldBy(sending(event("message", citizen()).trimEnd()))).toEqual([]);
  });

  it.each(["event: message\ndata: {\n\n", event("message", { kind: "citizen" }), event("message", null)])(
    "is given up when it is unreadable: %j",
    async (chunk) => {
      await expect(toldBy(sending(chunk))).rejects.toBeInstanceOf(AnswerUnreadable);
    },
  );

  it("is refused as any request is", async () => {
    const fetch: Fetch = () => Promise.resolve(new Response("{}", { status: 429, headers: { "retry-after": "60" } }));
    const refused = await toldBy(fetch).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ServerRefused);
    expect(refused).toMatchObject({ refusal: { status: 429, retryAfter: 60 } });
  });

  it("is none when a proxy sends a page instead", async () => {
    const fetch: Fetch = () => Promise.resolve(new Response("<!doctype html>", { headers: { "content-type": "text/html" } }));
    await expect(toldBy(fetch)).rejects.toBeInstanceOf(AnswerUnreadable);
  });

  it("is lost with the network", async () => {
    await expect(toldBy(() => Promise.reject(new TypeError("failed")))).rejects.toBeInstanceOf(ServerUnreachable);
  });
});

describe("a silent stream", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Never answers; rejects when aborted, as the browser's own does. */
  const silent: Fetch = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => {
        reject(new DOMException("aborted", "AbortError"));
      });
    });

  it("is given up after three heartbeats that did not come", async () => {
    const given = expect(toldBy(silent)).rejects.toBeInstanceOf(RequestTimedOut);
    await vi.advanceTimersByTimeAsync(45_000);
    await given;
  });

  it("stops when it is abandoned", async () => {
    const controller = new AbortController();
    const following = new HttpTransport({ api: "/api/v1", fetch: silent }).follow("0", vi.fn(), controller.signal);
    controller.abort();
    await expect(following).rejects.toBeInstanceOf(RequestAborted);
  });
});
