import type { Card, Message, OpenedConversation, Rating, Turn } from "../contract";
import { texts } from "../texts";
import {
  initialState,
  type Attempt,
  type ConversationState,
  type Failure,
  type Notice,
  type RatingProgress,
} from "./state";

/** Pure steps from one state of the conversation to the next. */

export function opening(state: ConversationState): ConversationState {
  return { ...state, phase: { name: "opening" } };
}

export function opened(
  state: ConversationState,
  conversation: OpenedConversation,
  notice: Notice | null,
): ConversationState {
  return { ...initialState, ...conversation, draft: state.draft, notice, phase: { name: "ready" } };
}

export function unavailable(state: ConversationState, cards: readonly Card[]): ConversationState {
  return { ...initialState, draft: state.draft, messages: [outage(cards)], phase: { name: "unavailable" } };
}

export function sending(state: ConversationState, turn: Turn): ConversationState {
  return { ...state, notice: null, phase: { name: "sending", turn } };
}

export function delivered(
  state: ConversationState,
  turn: Turn,
  received: readonly Message[],
): ConversationState {
  return {
    ...state,
    phase: { name: "ready" },
    messages: merge(state.messages, received),
    draft: "text" in turn && taken(received) && state.draft.trim() === turn.text ? "" : state.draft,
    chosen: "choice" in turn ? markChosen(state, turn.choice) : state.chosen,
  };
}

export function erasing(state: ConversationState): ConversationState {
  return { ...state, notice: null, phase: { name: "erasing" } };
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

function outage(cards: readonly Card[]): Message {
  const { withForms, withoutForms, site } = texts.outage;
  const some = cards.length > 0;
  return {
    kind: "outage",
    id: "outage",
    at: "",
    text: some ? withForms : withoutForms,
    cards: some ? cards : [{ kind: "service", path: [], demonstration: false, ...site }],
  };
}
