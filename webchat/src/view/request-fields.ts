import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { FormField } from "../contract";
import { spokenLanguage } from "../texts";
import { mistakeText, type RequestView } from "./request";

export function fieldsView(fields: readonly FormField[], view: RequestView): TemplateResult[] {
  return fields.map((field) => fieldView(field, view));
}

function fieldView(field: FormField, view: RequestView): TemplateResult {
  const { id, label, help, required } = field;
  const mistake = view.state.mistakes[id];
  const { request } = view.texts;
  return html`
    <div class="field">
      <label for="field-${id}"><span lang=${spokenLanguage}>${label}</span> ${required ? nothing : request.optional}</label>
      ${help === "" ? nothing : html`<p class="hint" id="help-${id}" lang=${spokenLanguage}>${help}</p>`}
      ${mistake === undefined ? nothing : html`<p class="mistake" id="mistake-${id}">${mistakeText(mistake, view.texts)}</p>`}
      ${controlView(field, view)}
    </div>
  `;
}

function controlView(field: FormField, { state, texts, actions }: RequestView): TemplateResult {
  const { id, kind, required, help, autocomplete, options, max_length } = field;
  const value = state.values[id] ?? "";
  const invalid = id in state.mistakes;
  const described = [help === "" ? "" : `help-${id}`, invalid ? `mistake-${id}` : ""].join(" ").trim();
  const told = { described: described || nothing, invalid: invalid ? "true" : nothing };
  const filled = (event: Event) => {
    const { currentTarget: control } = event;
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)
      actions.fill(id, control.value);
  };
  if (kind === "choice")
    return html`
      <select id="field-${id}" ?required=${required} aria-describedby=${told.described} aria-invalid=${told.invalid} @change=${filled}>
        <option value="" ?selected=${value === ""}>${texts.request.choose}</option>
        ${options.map((option) => html`<option value=${option.value} lang=${spokenLanguage} ?selected=${option.value === value}>${option.label}</option>`)}
      </select>
    `;
  if (kind === "long_text")
    return html`
      <textarea
        id="field-${id}"
        rows="5"
        maxlength=${max_length}
        ?required=${required}
        aria-describedby=${told.described}
        aria-invalid=${told.invalid}
        .value=${live(value)}
        @input=${filled}
      ></textarea>
    `;
  return html`
    <input
      id="field-${id}"
      type="text"
      inputmode=${kind === "text" ? nothing : kind === "amount" ? "decimal" : "numeric"}
      autocomplete=${autocomplete ?? "off"}
      maxlength=${max_length}
      ?required=${required}
      aria-describedby=${told.described}
      aria-invalid=${told.invalid}
      .value=${live(value)}
      @input=${filled}
    />
  `;
}
