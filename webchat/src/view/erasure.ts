import { html, type TemplateResult } from "lit";
import { texts } from "../texts";
import type { Actions } from "./actions";

export function erasureView(actions: Actions): TemplateResult {
  return html`
    <div class="erasure" role="group" aria-labelledby="erasure-question" aria-describedby="erasure-warning">
      <p class="erasure-question" id="erasure-question">${texts.erasure.question}</p>
      <p id="erasure-warning">${texts.erasure.warning}</p>
      <div class="erasure-buttons">
        <button type="button" class="secondary" id="erasure-cancel" @click=${actions.cancelErasure}>${texts.erasure.cancel}</button>
        <button type="button" class="danger" @click=${actions.confirmErasure}>${texts.erasure.confirm}</button>
      </div>
    </div>
  `;
}
