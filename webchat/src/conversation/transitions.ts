import type { Card, Message, Notice, OpenedConversation, Rating, Said, Turn } from "../contract";
import {
  initialState,
  isOff,
  isOut,
  type Attempt,
  type ConversationState,
  type Failure,
  type News,
  type RatingProgress,
} from "./state";

/** The id of the outage that is ours. */
const offered = "outage-off";

/** Pure steps from one state of the conversation to the next. */

export function opening(state: ConversationState): ConversationState {
  return { ...state, phase: { name: "opening" } };
}

export function opened(
  state: ConversationState,
  conversation: OpenedConversation,
  news: News | null,
): ConversationState {
  return { ...initialState, ...conversation, draft: state.draft, news, phase: { name: "ready" } };
}

/** The interface has its own words for an outage that the server could not even tell. */
export function unavailable(state: ConversationState, cards: readonly Card[]): ConversationState {
  const outage: Message = { kind: "outage", id: "outage", at: "", text: "", cards };
  return { ...initialState, draft: state.draft, messages: [outage], phase: { name: "unavailable" } };
}

/** What was said meanwhile, in another tab; an outage is no part of the history, and stays while nothing came after it. */
export function refreshed(state: ConversationState, { messages, notice }: Said): ConversationState {
  const { ratingReasons, messageLength } = state;
  const known = new Set(state.messages.map(({ id }) => id));
  const outages = state.messages.filter(({ kind }) => kind === "outage");
  // A history that shares nothing with what is shown belongs to another conversation; a database may
  // give an erased id again, but not its time.
  const times = new Map(state.messages.map(({ id, at }) => [id, at]));
  if (known.size > outages.length && !messages.some(({ id, at }) => times.get(id) === at))
    return opened(state, { messages, notice, ratingReasons, messageLength }, "renewed");
  const now = noticed(state, notice);
  const stillOut = isOut(now) && messages.every(({ id }) => known.has(id));
  const kept = now.messages.filter(({ kind }) => kind === "outage");
  return { ...now, coming: [], messages: stillOut ? [...messages, ...kept] : messages };
}

/** What arrives is shown up to the assistant's first word; the rest comes one after the other. */
export function arrived(state: ConversationState, received: readonly Message[]): ConversationState {
  const shown = new Set(state.messages.map(({ id }) => id));
  return shownUpToAReply({
    ...state,
    messages: merge(state.messages, received.filter(({ id }) => shown.has(id))),
    coming: merge(state.coming, received.filter(({ id }) => !shown.has(id))),
    news: isOut(state) && received.some(({ kind }) => kind === "text" || kind === "answer") ? "recovered" : state.news,
  });
}

/** Shows the first of those that are to come. */
export function next(state: ConversationState): ConversationState {
  const [first, ...coming] = state.coming;
  return first === undefined ? state : shownUpToAReply({ ...state, messages: [...state.messages, first], coming });
}

function shownUpToAReply(state: ConversationState): ConversationState {
  const [first] = state.coming;
  const last = state.messages.at(-1);
  const waits = first?.kind !== "citizen" && last !== undefined && last.kind !== "citizen";
  return first === undefined || waits ? state : next(state);
}

/** Shows at once whatever was to come. */
export function caughtUp(state: ConversationState): ConversationState {
  return { ...state, messages: merge(state.messages, state.coming), coming: [] };
}

export function noticed(state: ConversationState, notice: Notice | null): ConversationState {
  const back = isOff(state) && notice?.assistantOff !== true;
  const messages = back ? state.messages.filter(({ id }) => id !== offered) : state.messages;
  return { ...state, notice, messages, news: back ? "recovered" : state.news };
}

/** The assistant is off: the forms are offered at once, without a question that nobody would answer. */
export function off(state: ConversationState, cards: readonly Card[]): ConversationState {
  if (!isOff(state) || isOut(state)) return state;
  return { ...state, messages: [...state.messages, { kind: "outage", id: offered, at: "", text: "", cards }] };
}

export function sending(state: ConversationState, turn: Turn): ConversationState {
  return { ...caughtUp(state), news: null, phase: { name: "sending", turn } };
}

export function delivered(
  state: ConversationState,
  turn: Turn,
  { messages: received, notice }: Said,
): ConversationState {
  const out = isOut(state) && received.some(({ kind }) => kind === "outage");
  // The same outage is told at length once.
  const grown = arrived(state, isOut(state) ? received.filter(({ kind }) => kind !== "outage") : received);
  return {
    ...grown,
    notice,
    phase: { name: "ready" },
    news: out ? "stillOut" : grown.news,
    draft: "text" in turn && taken(received) && state.draft.trim() === turn.text ? "" : state.draft,
    chosen: "choice" in turn ? markChosen(state, turn.choice) : state.chosen,
  };
}

export function erasing(state: ConversationState): ConversationState {
  return { ...state, news: null, phase: { name: "erasing" } };
}

export function erased(): ConversationState {
  return initialState;
}

export function failed(state: ConversationState, attempt: Attempt, failure: Failure): ConversationState {
  return { ...state, phase: { name: "failed", attempt, failure } };
}

export function typed(state: ConversationState, draft: string): ConversationState {
  return { ...state, draft };
}

export function correcting(state: ConversationState, text: string): ConversationState {
  return { ...state, draft: text, news: "correcting" };
}

export function told(state: ConversationState, news: News): ConversationState {
  return { ...state, news };
}

export function rating(state: ConversationState, messageId: string, progress: RatingProgress): ConversationState {
  return { ...state, ratings: { ...state.ratings, [messageId]: progress } };
}

export function rated(state: ConversationState, messageId: string, value: Rating): ConversationState {
  const messages = state.messages.map((message) =>
    message.kind === "answer" && message.id === messageId ? { ...message, rating: value } : message,
  );
  return rating({ ...state, messages }, messageId, { name: "saved" });
}

/** What the server says again replaces what it said before; the rest is added in its order. */
function merge(known: readonly Message[], received: readonly Message[]): Message[] {
  const byId = new Map([...known, ...received].map((message) => [message.id, message]));
  return [...byId.values()];
}

/** During an outage the server may not have taken the question: the citizen keeps the text. */
function taken(received: readonly Message[]): boolean {
  return (
    received.some((message) => message.kind === "citizen") ||
    !received.some((message) => message.kind === "outage")
  );
}

function markChosen(state: ConversationState, choiceId: string): ConversationState["chosen"] {
  const offering = state.messages.findLast(
    (message) => "choices" in message && message.choices.some(({ id }) => id === choiceId),
  );
  return offering === undefined ? state.chosen : { ...state.chosen, [offering.id]: choiceId };
}
