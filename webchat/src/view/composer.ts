import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { acceptsTurn, isFree, isOff, type ConversationState } from "../conversation/state";
import { announcedStep } from "../wording/remaining";
import type { Ui } from "./actions";
import { voiceButtons, voiceStatus, type Voice } from "./voice";

export interface ComposerView {
  readonly state: ConversationState;
  readonly confirmingErasure: boolean;
  readonly voice: Voice;
}

export function composerView({ state, confirmingErasure, voice }: ComposerView, ui: Ui): TemplateResult {
  const { texts, actions } = ui;
  const remaining = Math.max(0, state.messageLength - state.draft.length);
  const step = announcedStep(remaining);
  const possible = acceptsTurn(state);
  const off = isOff(state);
  const erasable = isFree(state);
  const sendsText = state.phase.name === "sending" && "text" in state.phase.turn;
  return html`
    <form
      class="composer"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        actions.submit();
      }}
    >
      <div class="composer-heading">
        <label for="question">${texts.composer.label}</label>
        <span class="hint" id="remaining">${texts.composer.remaining(remaining)}</span>
      </div>
      <textarea
        id="question"
        rows="2"
        enterkeyhint="send"
        maxlength=${state.messageLength}
        aria-describedby=${off ? "off" : "keys remaining"}
        aria-disabled=${off ? "true" : nothing}
        ?readonly=${sendsText || off}
        .value=${live(state.draft)}
        @input=${(event: Event) => {
          if (event.target instanceof HTMLTextAreaElement) actions.type(event.target.value);
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (sends(event)) {
            event.preventDefault();
            actions.submit();
          }
        }}
      ></textarea>
      ${off ? html`<p class="hint" id="off">${texts.composer.off}</p>` : nothing}
      <span class="visually-hidden" id="keys">${texts.composer.hint}</span>
      <span class="visually-hidden" role="status">${step === null ? "" : texts.composer.atMost(step)}</span>
      <p class="hint" role="status">${voiceStatus(voice, ui)}</p>
      ${voiceButtons(voice, ui)}
      <div class="composer-buttons">
        <button
          type="button"
          class="quiet"
          id="erase"
          aria-expanded=${confirmingErasure ? "true" : "false"}
          aria-disabled=${erasable ? "false" : "true"}
          @click=${() => {
            if (erasable) actions.askErasure();
          }}
        >${texts.erasure.ask}</button>
        <button type="submit" class="primary" aria-disabled=${possible ? "false" : "true"}>${texts.composer.send}</button>
      </div>
    </form>
  `;
}

/** While an input method composes a character, Enter belongs to it. */
function sends(event: KeyboardEvent): boolean {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing;
}
