import { html, type TemplateResult } from "lit";
import type { Ui } from "./actions";

export function erasureView({ texts: { erasure }, actions }: Ui): TemplateResult {
  return html`
    <div class="erasure" role="group" aria-labelledby="erasure-question" aria-describedby="erasure-warning">
      <p class="erasure-question" id="erasure-question">${erasure.question}</p>
      <p id="erasure-warning">${erasure.warning}</p>
      <div class="erasure-buttons">
        <button type="button" class="secondary" id="erasure-cancel" @click=${actions.cancelErasure}>${erasure.cancel}</button>
        <button type="button" class="danger" @click=${actions.confirmErasure}>${erasure.confirm}</button>
      </div>
    </div>
  `;
}
