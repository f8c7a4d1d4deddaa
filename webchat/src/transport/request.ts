import {
  AnswerUnreadable,
  RequestAborted,
  RequestTimedOut,
  ServerRefused,
  ServerUnreachable,
} from "./errors";
import { isFields, type Fields } from "./fields";

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export interface RequestOptions {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: string;
  /** An object is sent as JSON, a form as a browser sends files. */
  readonly body?: Fields | FormData;
  readonly signal: AbortSignal;
  readonly timeout: number;
}

/** One JSON request; resolves with the decoded body, or undefined when the server sends none. */
export async function request(fetch: Fetch, options: RequestOptions): Promise<unknown> {
  const controller = new AbortController();
  const giveUp = () => {
    controller.abort(new RequestAborted());
  };
  const timer = setTimeout(() => {
    controller.abort(new RequestTimedOut());
  }, options.timeout);
  options.signal.addEventListener("abort", giveUp);
  if (options.signal.aborted) giveUp();
  try {
    return await exchange(fetch, options, controller.signal);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", giveUp);
  }
}

async function exchange(fetch: Fetch, options: RequestOptions, signal: AbortSignal): Promise<unknown> {
  const response = await interruptible(fetch(options.url, initOf(options, signal)), signal);
  // The body is read under the same timer: headers alone do not make an answer.
  const body = await interruptible(response.text(), signal);
  if (!response.ok) throw refusalOf(response, body);
  return response.status === 204 ? undefined : parse(body);
}

function initOf({ method, body }: RequestOptions, signal: AbortSignal): RequestInit {
  const common = { method, signal, credentials: "same-origin", cache: "no-store" } as const;
  // The browser itself names the boundary of a form's parts.
  if (body instanceof FormData) return { ...common, headers: { Accept: "application/json" }, body };
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  return body === undefined ? { ...common, headers } : { ...common, headers, body: JSON.stringify(body) };
}

async function interruptible<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (signal.reason instanceof RequestAborted || signal.reason instanceof RequestTimedOut) {
      throw signal.reason;
    }
    throw new ServerUnreachable("the network failed", { cause });
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch (cause) {
    throw new AnswerUnreadable("the body is not JSON", { cause });
  }
}

export function refusalOf({ status, headers }: Response, body: string): ServerRefused {
  const error = errorIn(body);
  return new ServerRefused({
    status,
    code: textOrNull(error["code"]),
    publicMessage: textOrNull(error["message"]),
    correlationId: textOrNull(error["correlation_id"]),
    retryAfter: secondsOrNull(headers.get("Retry-After")),
    fields: textsIn(error["fields"]),
  });
}

/** The header may also hold a date, which the gateway never sends. */
function secondsOrNull(header: string | null): number | null {
  return header !== null && /^\d{1,5}$/.test(header) ? Number(header) : null;
}

function errorIn(body: string): Fields {
  try {
    const answer: unknown = JSON.parse(body);
    return isFields(answer) && isFields(answer["error"]) ? answer["error"] : {};
  } catch {
    // A proxy's HTML page: the status alone says what happened.
    return {};
  }
}

function textsIn(value: unknown): Record<string, string> {
  const told = Object.entries(isFields(value) ? value : {});
  return Object.fromEntries(told.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
