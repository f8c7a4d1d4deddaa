import { html, nothing, type TemplateResult } from "lit";
import type { ConversationState } from "../conversation/state";
import type { Ui } from "./actions";
import { composerView } from "./composer";
import { erasureView } from "./erasure";
import { logView } from "./log";
import { optionsButton, optionsView } from "./options";
import { failureView, statusView } from "./status";
import { textView } from "./text";
import type { Voice } from "./voice";

export interface PanelView {
  readonly state: ConversationState;
  readonly open: boolean;
  /** The panel hides the whole page, as on a telephone. */
  readonly fullScreen: boolean;
  /** In the flow of the page, and not above it. */
  readonly inline: boolean;
  readonly optionsOpen: boolean;
  readonly confirmingErasure: boolean;
  readonly voice: Voice;
}

export function launcherView(open: boolean, { texts, actions }: Ui): TemplateResult {
  return html`
    <button
      type="button"
      class="launcher"
      id="launcher"
      aria-expanded=${open ? "true" : "false"}
      aria-controls="panel"
      ?hidden=${open}
      @click=${actions.open}
    >${bubbleIcon}${texts.launcher}</button>
  `;
}

export function panelView(view: PanelView, ui: Ui): TemplateResult {
  const { state, open, fullScreen, inline, optionsOpen, confirmingErasure, voice } = view;
  const { texts, actions } = ui;
  return html`
    <section
      class="panel"
      id="panel"
      role=${inline ? "region" : "dialog"}
      aria-modal=${fullScreen ? "true" : nothing}
      aria-labelledby="title"
      ?hidden=${!open}
    >
      <div class="header">
        <h2 id="title">${texts.title}</h2>
        ${optionsButton(optionsOpen, ui)}
        <button type="button" class="close" aria-label=${texts.close} @click=${actions.close}>${crossIcon}</button>
      </div>
      ${noticeView(state, ui)} ${optionsView(optionsOpen, state.messages.length === 0, voice, ui)}
      <div class="reminder" role="note" aria-label=${texts.reminder.label}>
        <p><strong>${texts.reminder.automatic}</strong></p>
        <p>${texts.reminder.sensitive} ${texts.reminder.language}</p>
      </div>
      ${logView(state, ui)} ${statusView(state, ui)} ${failureView(state, ui)}
      <div class="footer">
        ${confirmingErasure ? erasureView(ui) : nothing} ${composerView({ state, confirmingErasure, voice }, ui)}
      </div>
    </section>
  `;
}

/** The region is there before its words, which are then announced at once. */
function noticeView({ notice }: ConversationState, { texts }: Ui): TemplateResult {
  return html`
    <div class="notice" role="alert">${notice === null
      ? nothing
      : html`
          <p><strong>${texts.notice.label}</strong></p>
          ${textView(notice.text)}
        `}</div>
  `;
}

const bubbleIcon = html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Z" />
  </svg>
`;

export const crossIcon = html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M6 6l12 12M18 6 6 18" />
  </svg>
`;
