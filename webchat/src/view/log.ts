import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CitizenMessage, Message, OutageMessage } from "../contract";
import { choiceGroup } from "../conversation/choices";
import { correctable, mayCorrect } from "../conversation/correction";
import type { ConversationState } from "../conversation/state";
import { messageParts } from "../wording/masked";
import type { Ui } from "./actions";
import { cardsView } from "./cards";
import { choicesView } from "./choices";
import { ratingView } from "./rating";
import { sourcesView } from "./sources";
import { ownWordsView, textView } from "./text";

/** Always on the page, empty at first: screen readers only follow a region that they already know. */
export function logView(state: ConversationState, ui: Ui): TemplateResult {
  return html`
    <div
      class="log"
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      aria-label=${ui.texts.log.label}
      tabindex="0"
    >${repeat(
      state.messages,
      ({ id }) => id,
      (message, index) => messageView(message, index, state, ui),
    )}</div>
  `;
}

function messageView(message: Message, index: number, state: ConversationState, ui: Ui): TemplateResult {
  const { citizen, assistant } = ui.texts.log;
  return html`
    <div class="message" data-kind=${message.kind}>
      <div class="bubble">
        <span class="visually-hidden">${message.kind === "citizen" ? citizen : assistant}</span>
        ${contentView(message, state, ui)}
      </div>
      ${message === correctable(state) ? correctionView(state, ui) : nothing}
      ${choicesView(choiceGroup(state, index), ui)}
    </div>
  `;
}

function contentView(message: Message, state: ConversationState, ui: Ui) {
  switch (message.kind) {
    case "citizen":
      return [ownWordsView(message.text), maskedView(message, ui)];
    case "outage":
      return outageView(message, ui);
    case "text":
      return [textView(message.text), cardsView(message.cards, ui)];
    case "answer": {
      const rating = { message, progress: state.ratings[message.id], reasons: state.ratingReasons };
      return [
        textView(message.text),
        cardsView(message.cards, ui, message.topic),
        sourcesView(message, ui.texts),
        ratingView(rating, ui),
      ];
    }
  }
}

function maskedView({ text }: CitizenMessage, { texts }: Ui): TemplateResult | typeof nothing {
  return messageParts(text).some(({ masked }) => masked) ? html`<p class="hint">${texts.log.masked}</p>` : nothing;
}

/** Without a word from the server, the interface says in its own what is left. */
function outageView({ text, cards }: OutageMessage, ui: Ui) {
  if (text !== "") return [textView(text), cardsView(cards, ui)];
  const { withForms, withoutForms, site } = ui.texts.outage;
  const publicSite = { kind: "service", path: [], demonstration: false, form: null, now: null, ...site } as const;
  // Without a conversation, nothing can be sent either.
  const elsewhere = cards.map((card) => ({ ...card, form: null }));
  const lines = (cards.length > 0 ? withForms : withoutForms).split("\n\n");
  return [
    html`<div class="said">${lines.map((line) => html`<p>${line}</p>`)}</div>`,
    cardsView(cards.length > 0 ? elsewhere : [publicSite], ui),
  ];
}

/** Not live, like the rating: a button offered is no message. */
function correctionView(state: ConversationState, { texts, actions }: Ui): TemplateResult {
  const possible = mayCorrect(state);
  return html`
    <div aria-live="off">
      <button
        type="button"
        class="quiet"
        id="correct"
        aria-disabled=${possible ? "false" : "true"}
        @click=${() => {
          if (possible) actions.correct();
        }}
      >${texts.log.correct}</button>
    </div>
  `;
}
