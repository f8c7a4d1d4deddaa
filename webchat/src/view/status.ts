import { html, nothing, type TemplateResult } from "lit";
import type { ConversationState } from "../conversation/state";
import { texts } from "../texts";
import type { Actions } from "./actions";

/** What the assistant is doing; outside the log, so that it is never taken for a message. */
export function statusView(state: ConversationState): TemplateResult {
  return html`<p class="status" role="status" ?data-busy=${isBusy(state)}>${statusText(state)}</p>`;
}

export function failureView({ phase }: ConversationState, actions: Actions): TemplateResult {
  const failure = phase.name === "failed" ? phase.failure : null;
  const kept = phase.name === "failed" && phase.attempt.kind === "send" && "text" in phase.attempt.turn;
  const reference = failure?.reference ?? null;
  return html`
    <div class="failure">
      <div role="alert">${failure === null
        ? nothing
        : html`<p>${failure.message}${kept ? ` ${texts.failures.kept}` : nothing}</p>${reference === null
            ? nothing
            : html`<p class="hint">${texts.failures.reference(reference)}</p>`}`}</div>
      ${failure !== null || phase.name === "unavailable"
        ? html`<button type="button" class="secondary" @click=${actions.retry}>${texts.failures.retry}</button>`
        : nothing}
    </div>
  `;
}

function isBusy({ phase }: ConversationState): boolean {
  return phase.name === "opening" || phase.name === "sending" || phase.name === "erasing";
}

function statusText({ phase, notice }: ConversationState): string {
  switch (phase.name) {
    case "opening":
      return texts.status.opening;
    case "sending":
      return texts.status.writing;
    case "erasing":
      return texts.status.erasing;
    case "idle":
    case "ready":
    case "failed":
    case "unavailable":
      return notice === null ? "" : texts.status[notice];
  }
}
