import { html, nothing, type TemplateResult } from "lit";
import type { AttachmentRules } from "../contract";
import { attachments } from "../conversation/filling-state";
import { mistakeText, type RequestView } from "./request";

/** What may be joined is said before anything is chosen. */
export function filesView(rules: AttachmentRules, { state, texts, actions }: RequestView): TemplateResult {
  const { request } = texts;
  const mistake = state.mistakes[attachments];
  return html`
    <div class="field">
      <label for="field-attachments">${request.files}</label>
      <p class="hint" id="help-attachments">${request.rules(rules.count, Math.floor(rules.bytes / 1_000_000), rules.labels.join(", "))}</p>
      <p class="mistake" id="mistake-attachments" role="status">${mistake === undefined ? (state.filesLost ? request.filesLost : "") : mistakeText(mistake, texts)}</p>
      <input
        id="field-attachments"
        type="file"
        multiple
        accept=${rules.media_types.join(",")}
        aria-describedby="help-attachments mistake-attachments"
        aria-invalid=${mistake === undefined ? nothing : "true"}
        @change=${({ currentTarget: input }: Event) => {
          if (!(input instanceof HTMLInputElement)) return;
          actions.attach([...(input.files ?? [])]);
          // The same file may be chosen again after it was removed.
          input.value = "";
        }}
      />
      <ul class="files" aria-label=${request.chosen} ?hidden=${state.files.length === 0}>
        ${state.files.map((file) => html`<li>${file.name} ${removeView(file, request.remove(file.name), actions.detach.bind(actions))}</li>`)}
      </ul>
    </div>
  `;
}

function removeView(file: File, label: string, remove: (file: File) => void): TemplateResult {
  return html`<button type="button" class="quiet" @click=${(event: MouseEvent) => {
    const { currentTarget: pressed } = event;
    // The button goes away with its file: the field above takes the focus.
    if (pressed instanceof HTMLElement) pressed.closest(".field")?.querySelector("input")?.focus();
    remove(file);
  }}>${label}</button>`;
}
