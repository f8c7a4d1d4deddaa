import { html, nothing, type TemplateResult } from "lit";
import type { Ui } from "./actions";

/** What the browser offers, and what the citizen made of it: nothing is on before being asked for. */
export interface Voice {
  readonly dictation: {
    readonly offered: boolean;
    readonly allowed: boolean;
    readonly listening: boolean;
    readonly refused: boolean;
  };
  readonly reading: {
    readonly offered: boolean;
    readonly wanted: boolean;
    readonly speaking: boolean;
    /** The voice is made by the device itself. */
    readonly local: boolean;
  };
}

export function voiceButtons({ dictation, reading }: Voice, { texts, actions }: Ui): TemplateResult | typeof nothing {
  if (!dictation.allowed && !reading.speaking) return nothing;
  const label = dictation.listening ? texts.voice.stopDictating : texts.voice.dictate;
  return html`
    <div class="voice-buttons">
      ${dictation.allowed
        ? html`<button type="button" class="secondary" id="dictate" ?data-listening=${dictation.listening} @click=${actions.dictate}>${label}</button>`
        : nothing}
      ${reading.speaking
        ? html`<button type="button" class="secondary" @click=${actions.stopReading}>${texts.voice.stopReading}</button>`
        : nothing}
    </div>
  `;
}

export function voiceStatus({ dictation }: Voice, { texts }: Ui): string {
  if (dictation.listening) return texts.voice.listening;
  return dictation.refused ? texts.voice.refused : "";
}
