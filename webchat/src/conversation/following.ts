import type { Pushed } from "../contract";
import { RequestAborted, ServerRefused } from "../transport/errors";
import type { Transport } from "../transport/transport";
import { sessionEnded } from "./failures";

/** Milliseconds: what a dropped stream waits before it comes back, longer each time it fails. */
const firstWait = 1_000;
const longestWait = 60_000;

export interface FollowingOptions {
  readonly transport: Transport;
  /** The last message that is known. */
  readonly last: () => string;
  readonly onPushed: (pushed: Pushed) => void;
  /** Fetches what was missed, in case another conversation has begun meanwhile. */
  readonly catchUp: () => Promise<void>;
  /** The stream that was there could not be had back at once. */
  readonly onLost: () => void;
  readonly onRestored: () => void;
}

/**
 * Follows the conversation as long as somebody looks. Where streams are refused nothing is said of
 * it: each turn brings its own answer all the same.
 */
export class Following {
  readonly #options: FollowingOptions;
  #controller: AbortController | null = null;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** Follows from what is known now. */
  start(): void {
    this.stop();
    this.#controller = new AbortController();
    void this.#follow(this.#controller.signal);
  }

  stop(): void {
    this.#controller?.abort();
    this.#controller = null;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const course: Course = { connected: false, failures: 0 };
    while (!signal.aborted) {
      const outcome = await this.#once(signal, () => {
        if (course.failures > 1 && course.connected) this.#options.onRestored();
        Object.assign(course, { connected: true, failures: 0 });
      });
      if (outcome === "over") return;
      course.failures = outcome.failed ? course.failures + 1 : 0;
      // Once only, and not at the first failure: a stream that comes back at once was not missed.
      if (course.failures === 2 && course.connected) this.#options.onLost();
      await pause(outcome.wait ?? waitAfter(course.failures), signal);
      await this.#options.catchUp();
    }
  }

  /** One stream; says how long to wait for the next, if the server does. */
  async #once(signal: AbortSignal, onConnected: () => void): Promise<Outcome> {
    const { transport, last, onPushed } = this.#options;
    let connected = false;
    try {
      await transport.follow(
        last(),
        (pushed) => {
          if (!connected) onConnected();
          connected = true;
          if (!signal.aborted) onPushed(pushed);
        },
        signal,
      );
      return { failed: false, wait: null };
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

interface Course {
  connected: boolean;
  failures: number;
}

type Outcome = "over" | { readonly failed: boolean; readonly wait: number | null };

function outcomeOf(error: unknown): Outcome {
  if (error instanceof RequestAborted) return "over";
  if (!(error instanceof ServerRefused) || error.serverAtFault) return { failed: true, wait: null };
  // Another conversation may be there to follow; anything else is refused again.
  if (sessionEnded(error)) return { failed: false, wait: null };
  const { status, retryAfter } = error.refusal;
  return status === 429 ? { failed: false, wait: (retryAfter ?? 60) * 1000 } : "over";
}

function waitAfter(failures: number): number {
  return Math.min(longestWait, firstWait * 2 ** Math.max(0, failures - 1));
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}
