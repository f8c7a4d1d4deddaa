import type { Message, Notice, RatingReason, RatingValue, Turn } from "../contract";

/** What was tried and may be tried again. */
export type Attempt =
  | { readonly kind: "open" }
  /** `id` names the turn: the server says it once, even if it had taken it and only its answer was lost. */
  | { readonly kind: "send"; readonly turn: Turn; readonly id: string }
  | { readonly kind: "erase" };

/** `pending` and `tooMany` ask for a little patience: nothing is broken. */
export type FailureKind = "timedOut" | "network" | "server" | "pending" | "tooMany";

export interface Failure {
  readonly kind: FailureKind;
  /** The server's own words; null when the interface has its own. */
  readonly message: string | null;
  /** What the citizen may quote to the support; null when the server was not reached. */
  readonly reference: string | null;
  /** Seconds to wait, when the server says so. */
  readonly retryAfter: number | null;
}

export type Phase =
  | { readonly name: "idle" }
  | { readonly name: "opening" }
  | { readonly name: "ready" }
  | { readonly name: "sending"; readonly turn: Turn }
  | { readonly name: "erasing" }
  | { readonly name: "failed"; readonly attempt: Attempt; readonly failure: Failure }
  | { readonly name: "unavailable" };

/** Something to say once, until the next turn. */
export type News = "renewed" | "erased" | "correcting" | "offline" | "lost" | "online" | "stillOut" | "recovered" | "noForm";

export type RatingProgress =
  | { readonly name: "saving"; readonly value: RatingValue }
  | { readonly name: "saved" }
  | { readonly name: "failed"; readonly failure: Failure };

export interface ConversationState {
  readonly phase: Phase;
  readonly messages: readonly Message[];
  /** Said already, and shown one after the other. */
  readonly coming: readonly Message[];
  readonly notice: Notice | null;
  readonly ratingReasons: readonly RatingReason[];
  readonly messageLength: number;
  readonly draft: string;
  readonly news: News | null;
  /** Choice taken under a message, by message id. */
  readonly chosen: Readonly<Record<string, string>>;
  /** By message id. */
  readonly ratings: Readonly<Record<string, RatingProgress>>;
}

export const initialState: ConversationState = {
  phase: { name: "idle" },
  messages: [],
  coming: [],
  notice: null,
  ratingReasons: [],
  messageLength: 500,
  draft: "",
  news: null,
  chosen: {},
  ratings: {},
};

/** The conversation is open and nothing else is under way. */
export function isFree({ phase }: ConversationState): boolean {
  return phase.name === "ready" || (phase.name === "failed" && phase.attempt.kind !== "open");
}

/** The operator has turned the assistant off: nobody would answer. */
export function isOff({ notice }: ConversationState): boolean {
  return notice?.assistantOff === true;
}

export function acceptsTurn(state: ConversationState): boolean {
  return isFree(state) && !isOff(state);
}

/** The last message that the server has told. */
export function lastTold({ messages, coming }: ConversationState): string {
  return [...messages, ...coming].findLast(({ kind }) => kind !== "outage")?.id ?? "0";
}

/** The last word was that nobody answers. */
export function isOut({ messages }: ConversationState): boolean {
  return messages.findLast(({ kind }) => kind !== "citizen")?.kind === "outage";
}
