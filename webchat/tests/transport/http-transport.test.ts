import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  AnswerUnreadable,
  RequestAborted,
  RequestTimedOut,
  ServerRefused,
  ServerUnreachable,
} from "../../src/transport/errors";
import { HttpTransport } from "../../src/transport/http-transport";
import type { Fetch } from "../../src/transport/request";
import { answer, card, citizen } from "../messages";

const never = new AbortController().signal;

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

function transportThat(fetch: Fetch, timeout?: number): HttpTransport {
  return new HttpTransport({ api: "/api/v1/", fetch, ...(timeout !== undefined && { timeout }) });
}

function answering(status: number, body: unknown) {
  return vi.fn<Fetch>().mockImplementation(() => Promise.resolve(json(status, body)));
}

/** Never answers; rejects when aborted, as the browser's own does. */
const silent: Fetch = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => {
      reject(new DOMException("aborted", "AbortError"));
    });
    if (signal?.aborted === true) reject(new DOMException("aborted", "AbortError"));
  });

describe("requests", () => {
  it("carry the session of the same origin and JSON", async () => {
    const fetch = answering(200, { messages: [] });
    await transportThat(fetch).send({ text: "Bonjour" }, "0123456789abcdef", never);
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe("/api/v1/messages");
    expect(init).toMatchObject({ method: "POST", credentials: "same-origin", body: '{"text":"Bonjour","turn":"0123456789abcdef"}' });
    expect(new Headers(init?.headers).get("Content-Type")).toBe("application/json");
  });

  it("name the collection and the audience when they are given", async () => {
    const fetch = answering(201, { messages: [], rating_reasons: [], message_length: 500 });
    await transportThat(fetch).open({ collection: "impots", audience: "particulier" }, never);
    expect(fetch.mock.calls[0]?.[1].body).toBe('{"collection":"impots","audience":"particulier"}');
  });

  it("read the operator's notice, which an older gateway does not send", async () => {
    const body = { messages: [], rating_reasons: [], message_length: 500 };
    const notice = { text: "Service en maintenance.", assistant_off: true };
    const before = await transportThat(answering(201, body)).open({}, never);
    const after = await transportThat(answering(201, { ...body, notice })).open({}, never);
    expect(before.notice).toBeNull();
    expect(after.notice).toEqual({ text: "Service en maintenance.", assistantOff: true });
  });

  it("leave out what a rating does not say", async () => {
    const fetch = answering(200, { value: "up", reason: null, comment: null });
    await transportThat(fetch).rate("m1", { value: "up", reason: null, comment: null }, never);
    expect(fetch.mock.calls[0]?.[1].body).toBe('{"message_id":"m1","value":"up"}');
  });

  it("need no body in the answer to an erasure", async () => {
    const fetch: Fetch = () => Promise.resolve(new Response(null, { status: 204 }));
    await expect(transportThat(fetch).erase(never)).resolves.toBeUndefined();
  });
});

describe("answers", () => {
  it("become messages of their kind", async () => {
    const messages = [citizen(), answer({ rating: { value: "down", reason: "unclear", comment: null } })];
    await expect(transportThat(answering(200, { messages })).history(never)).resolves.toEqual({ messages, notice: null });
  });

  it("are passed over when their kind is not known yet", async () => {
    const messages = [{ kind: "hologram", id: "h", at: "", text: "" }, citizen()];
    await expect(transportThat(answering(200, { messages })).history(never)).resolves.toEqual({ messages: [citizen()], notice: null });
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "//elsewhere.example"])("lose the link %s", async (href) => {
    const [first] = await transportThat(answering(200, { cards: [card({ href })] })).forms(never);
    expect(first?.href).toBeNull();
  });

  it.each([{}, { messages: "none" }, { messages: [{ kind: "text", id: 1 }] }, []])(
    "that break the contract are unreadable: %j",
    async (body) => {
      await expect(transportThat(answering(200, body)).history(never)).rejects.toBeInstanceOf(AnswerUnreadable);
    },
  );
});

describe("errors", () => {
  it("keep the server's code, message and correlation id", async () => {
    const error = { code: "too_many", message: "Trop de messages.", correlation_id: "c-1" };
    await expect(transportThat(answering(429, { error })).history(never)).rejects.toMatchObject({
      refusal: { status: 429, code: "too_many", publicMessage: "Trop de messages.", correlationId: "c-1" },
      sessionEnded: false,
      serverAtFault: false,
    });
  });

  it.each([
    ["30", 30],
    ["Wed, 21 Oct 2026 07:28:00 GMT", null],
  ])("keep the wait that the server asks for: %s", async (header, retryAfter) => {
    const headers = { "Retry-After": header };
    const fetch: Fetch = () => Promise.resolve(new Response("{}", { status: 429, headers }));
    await expect(transportThat(fetch).history(never)).rejects.toMatchObject({ refusal: { retryAfter } });
  });

  it("say when the session ended", async () => {
    const error = { code: "session_required", message: "La session a pris fin.", correlation_id: "c-2" };
    await expect(transportThat(answering(401, { error })).history(never)).rejects.toMatchObject({ sessionEnded: true });
  });

  it("do without a message when a proxy answers a page", async () => {
    const fetch: Fetch = () => Promise.resolve(new Response("<h1>502</h1>", { status: 502 }));
    const refused = await transportThat(fetch).history(never).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ServerRefused);
    expect(refused).toMatchObject({ refusal: { publicMessage: null }, serverAtFault: true });
  });

  it("name a network that fails", async () => {
    const fetch: Fetch = () => Promise.reject(new TypeError("failed to fetch"));
    await expect(transportThat(fetch).history(never)).rejects.toBeInstanceOf(ServerUnreachable);
  });
});

describe("time", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("runs out after fifteen seconds", async () => {
    const outcome = expect(transportThat(silent).history(never)).rejects.toBeInstanceOf(RequestTimedOut);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await outcome;
  });

  it("runs out while the body is still coming", async () => {
    const halfway: Fetch = (_, { signal }) => {
      const body = new ReadableStream({
        start: (stream) => {
          signal?.addEventListener("abort", () => {
            stream.error(new DOMException("aborted", "AbortError"));
          });
        },
      });
      return Promise.resolve(new Response(body, { status: 200 }));
    };
    const outcome = expect(transportThat(halfway, 100).history(never)).rejects.toBeInstanceOf(RequestTimedOut);
    await vi.advanceTimersByTimeAsync(100);
    await outcome;
  });

  it("stops when the caller gives up", async () => {
    const caller = new AbortController();
    const outcome = expect(transportThat(silent).history(caller.signal)).rejects.toBeInstanceOf(RequestAborted);
    caller.abort();
    await outcome;
  });

  it("does not start when the caller gave up before", async () => {
    await expect(transportThat(silent).history(AbortSignal.abort())).rejects.toBeInstanceOf(RequestAborted);
  });

  it("leaves no timer behind", async () => {
    await transportThat(answering(200, { messages: [] })).history(never);
    expect(vi.getTimerCount()).toBe(0);
  });
});
