import { html, nothing, type TemplateResult } from "lit";
import type { Ui } from "./actions";
import type { Voice } from "./voice";

export function optionsButton(open: boolean, { texts, actions }: Ui): TemplateResult {
  return html`
    <button
      type="button"
      class="quiet"
      id="options-toggle"
      aria-expanded=${open ? "true" : "false"}
      aria-controls="options"
      @click=${actions.toggleOptions}
    >${texts.options.open}</button>
  `;
}

export function optionsView(open: boolean, empty: boolean, voice: Voice, { texts, actions }: Ui): TemplateResult {
  const { dictation, reading } = voice;
  return html`
    <div class="options" id="options" role="group" aria-label=${texts.options.label} ?hidden=${!open}>
      ${option(
        texts.options.downloadHint,
        "download",
        html`
          <button
            type="button"
            class="secondary"
            aria-describedby="download-hint"
            aria-disabled=${empty ? "true" : "false"}
            @click=${() => {
              if (!empty) actions.download();
            }}
          >${texts.options.download}</button>
        `,
      )}
      ${dictation.offered
        ? option(
            texts.options.dictationHint,
            "dictation",
            switchView("dictation", dictation.allowed, texts.options.dictation, actions.allowDictation),
          )
        : nothing}
      ${reading.offered
        ? option(
            texts.options.readingHint(reading.local),
            "reading",
            switchView("reading", reading.wanted, texts.options.reading, actions.readAloud),
          )
        : nothing}
    </div>
  `;
}

/** What leaves the machine is said beside each option, before it is taken. */
function option(hint: string, id: string, control: TemplateResult): TemplateResult {
  return html`<div class="option">${control}<p class="hint" id="${id}-hint">${hint}</p></div>`;
}

function switchView(id: string, on: boolean, label: string, set: (on: boolean) => void): TemplateResult {
  return html`
    <button
      type="button"
      class="toggle"
      id=${id}
      aria-pressed=${on ? "true" : "false"}
      aria-describedby="${id}-hint"
      @click=${() => {
        set(!on);
      }}
    >${label}</button>
  `;
}
