import { html, nothing, type TemplateResult } from "lit";
import type { ConversationState } from "../conversation/state";
import { texts } from "../texts";
import type { Actions } from "./actions";
import { composerView } from "./composer";
import { erasureView } from "./erasure";
import { logView } from "./log";
import { failureView, statusView } from "./status";

export interface PanelView {
  readonly state: ConversationState;
  readonly open: boolean;
  /** The panel hides the whole page, as on a telephone. */
  readonly fullScreen: boolean;
  readonly confirmingErasure: boolean;
}

export function launcherView(open: boolean, actions: Actions): TemplateResult {
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

export function panelView(view: PanelView, actions: Actions): TemplateResult {
  const { state, open, fullScreen, confirmingErasure } = view;
  return html`
    <section
      class="panel"
      id="panel"
      role="dialog"
      aria-modal=${fullScreen ? "true" : nothing}
      aria-labelledby="title"
      ?hidden=${!open}
    >
      <div class="header">
        <h2 id="title">${texts.title}</h2>
        <button type="button" class="close" aria-label=${texts.close} @click=${actions.close}>${crossIcon}</button>
      </div>
      <div class="notice" role="note" aria-label=${texts.notice.label}>
        <p><strong>${texts.notice.automatic}</strong></p>
        <p>${texts.notice.sensitive}</p>
      </div>
      ${logView(state, actions)} ${statusView(state)} ${failureView(state, actions)}
      <div class="footer">
        ${confirmingErasure ? erasureView(actions) : nothing} ${composerView(state, confirmingErasure, actions)}
      </div>
    </section>
  `;
}

const bubbleIcon = html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Z" />
  </svg>
`;

const crossIcon = html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M6 6l12 12M18 6 6 18" />
  </svg>
`;
