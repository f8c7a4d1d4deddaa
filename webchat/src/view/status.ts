import { html, nothing, type TemplateResult } from "lit";
import type { Choice } from "../contract";
import { isOff, type ConversationState, type Failure } from "../conversation/state";
import { spokenLanguage, type Texts } from "../texts";
import type { Ui } from "./actions";

/** What the assistant is doing; outside the log, so that it is never taken for a message. */
export function statusView(state: ConversationState, { texts }: Ui): TemplateResult {
  return html`<p class="status" role="status" ?data-busy=${isBusy(state)}>${statusText(state, texts)}</p>`;
}

export function failureView(state: ConversationState, { texts, actions }: Ui): TemplateResult {
  const { phase } = state;
  const failure = phase.name === "failed" ? phase.failure : null;
  const kept = phase.name === "failed" && phase.attempt.kind === "send" && "text" in phase.attempt.turn;
  const words = failure === null ? nothing : failureWords(failure, kept, texts);
  const calm = failure?.kind === "pending" || failure?.kind === "tooMany";
  return html`
    <div class="failure">
      <div role="alert">${calm ? nothing : words}</div>
      <div class="patience" role="status">${calm ? words : nothing}</div>
      ${failure !== null || phase.name === "unavailable" || isOff(state)
        ? html`<button type="button" class="secondary" @click=${actions.retry}>${texts.failures.retry}</button>`
        : nothing}
    </div>
  `;
}

export function failureText({ kind, retryAfter }: Failure, { failures }: Texts): string {
  if (kind !== "tooMany") return failures[kind];
  return `${failures.tooMany} ${retryAfter === null ? failures.waitABit : failures.wait(retryAfter)}`;
}

function failureWords(failure: Failure, kept: boolean, texts: Texts): TemplateResult {
  const { message, reference } = failure;
  const said = message === null ? failureText(failure, texts) : html`<span lang=${spokenLanguage}>${message}</span>`;
  return html`
    <p>${said}${kept ? ` ${texts.failures.kept}` : nothing}</p>
    ${reference === null ? nothing : html`<p class="hint">${texts.failures.reference(reference)}</p>`}
  `;
}

function isBusy({ phase, coming }: ConversationState): boolean {
  return phase.name === "opening" || phase.name === "sending" || phase.name === "erasing" || coming.length > 0;
}

function statusText(state: ConversationState, { status, news }: Texts): string {
  switch (state.phase.name) {
    case "opening":
      return status.opening;
    case "sending": {
      const choice = choiceUnderWay(state);
      return choice === undefined ? status.writing : status.chosen(choice.title);
    }
    case "erasing":
      return status.erasing;
    case "idle":
    case "ready":
    case "failed":
    case "unavailable":
      if (state.coming.length > 0) return status.writing;
      return state.news === null ? "" : news[state.news];
  }
}

function choiceUnderWay({ phase, messages }: ConversationState): Choice | undefined {
  if (phase.name !== "sending" || !("choice" in phase.turn)) return undefined;
  const { choice } = phase.turn;
  return messages.flatMap((message) => ("choices" in message ? message.choices : [])).find(({ id }) => id === choice);
}
