import type { Pushed } from "../contract";
import { decodePushed } from "./decode";
import { AnswerUnreadable, RequestAborted, RequestTimedOut, ServerUnreachable, TransportError } from "./errors";
import { readEvents, type StreamEvent } from "./event-stream";
import { refusalOf, type Fetch } from "./request";

/** Three heartbeats of the gateway. */
const silence = 45_000;

export interface FollowOptions {
  readonly url: string;
  /** The last message that is known; what follows it is told. */
  readonly after: string;
  readonly onPushed: (pushed: Pushed) => void;
  readonly signal: AbortSignal;
}

/** Follows a stream; resolves when the server ends it. A server that falls silent is gone. */
export async function follow(fetch: Fetch, options: FollowOptions): Promise<void> {
  const controller = new AbortController();
  const giveUp = () => {
    controller.abort(new RequestAborted());
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      controller.abort(new RequestTimedOut());
    }, silence);
  };
  options.signal.addEventListener("abort", giveUp);
  if (options.signal.aborted) giveUp();
  alive();
  try {
    await listen(fetch, options, controller.signal, alive);
  } catch (cause) {
    throw reasonOf(cause, controller.signal);
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", giveUp);
  }
}

async function listen(fetch: Fetch, options: FollowOptions, signal: AbortSignal, alive: () => void): Promise<void> {
  const headers = { Accept: "text/event-stream", "Last-Event-ID": options.after };
  const response = await fetch(options.url, { headers, signal, credentials: "same-origin", cache: "no-store" });
  if (!response.ok) throw refusalOf(response, await response.text());
  // A proxy that answers in the gateway's place sends a page.
  const kind = response.headers.get("content-type") ?? "";
  if (response.body === null || !kind.startsWith("text/event-stream")) throw new AnswerUnreadable("this is no stream");
  await readEvents(
    response.body,
    (event) => {
      const pushed = pushedIn(event);
      if (pushed !== null) options.onPushed(pushed);
    },
    alive,
  );
}

function pushedIn({ name, data }: StreamEvent): Pushed | null {
  try {
    return decodePushed(name, JSON.parse(data) as unknown);
  } catch (cause) {
    throw new AnswerUnreadable("an event is not what the contract says", { cause });
  }
}

function reasonOf(cause: unknown, signal: AbortSignal): unknown {
  if (signal.reason instanceof RequestAborted || signal.reason instanceof RequestTimedOut) return signal.reason;
  return cause instanceof TransportError ? cause : new ServerUnreachable("the stream broke", { cause });
}
