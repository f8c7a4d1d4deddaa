import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Message } from "../contract";
import { choiceGroup } from "../conversation/choices";
import type { ConversationState } from "../conversation/state";
import { texts } from "../texts";
import type { Actions } from "./actions";
import { cardsView } from "./cards";
import { choicesView } from "./choices";
import { ratingView } from "./rating";
import { sourcesView } from "./sources";
import { textView } from "./text";

/** Always on the page, empty at first: screen readers only follow a region that they already know. */
export function logView(state: ConversationState, actions: Actions): TemplateResult {
  return html`
    <div
      class="log"
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      aria-label=${texts.log.label}
      tabindex="0"
    >${repeat(
      state.messages,
      ({ id }) => id,
      (message, index) => messageView(message, index, state, actions),
    )}</div>
  `;
}

function messageView(message: Message, index: number, state: ConversationState, actions: Actions): TemplateResult {
  const speaker = message.kind === "citizen" ? texts.log.citizen : texts.log.assistant;
  return html`
    <div class="message" data-kind=${message.kind}>
      <div class="bubble">
        <span class="visually-hidden">${speaker}</span>
        ${textView(message.text)} ${extrasView(message, state, actions)}
      </div>
      ${choicesView(choiceGroup(state, index), actions)}
    </div>
  `;
}

function extrasView(message: Message, state: ConversationState, actions: Actions) {
  switch (message.kind) {
    case "citizen":
      return [];
    case "text":
    case "outage":
      return [cardsView(message.cards)];
    case "answer": {
      const rating = { message, progress: state.ratings[message.id], reasons: state.ratingReasons };
      return [cardsView(message.cards), sourcesView(message), ratingView(rating, actions)];
    }
  }
}
