import { html, nothing, type TemplateResult } from "lit";
import type { FormDefinition, FormField } from "../contract";
import { attachments, type FillingState, type Mistake } from "../conversation/filling-state";
import { spokenLanguage, type Texts } from "../texts";
import type { RequestActions } from "./actions";
import { crossIcon } from "./panel";
import { fieldsView } from "./request-fields";
import { filesView } from "./request-files";
import { failureText } from "./status";

export interface RequestView {
  readonly state: FillingState;
  readonly texts: Texts;
  readonly actions: RequestActions;
  /** The form hides the whole page, as on a telephone. */
  readonly fullScreen: boolean;
}

/** A form beside the conversation: filled, read back, acknowledged. */
export function requestView(view: RequestView): TemplateResult {
  const { state, texts, actions, fullScreen } = view;
  return html`
    <section
      class="panel request"
      id="request"
      role="dialog"
      aria-modal=${fullScreen ? "true" : nothing}
      aria-labelledby="request-title"
    >
      <div class="header">
        <h2 id="request-title" tabindex="-1" lang=${state.definition === null ? nothing : spokenLanguage}>
          ${state.definition?.title ?? texts.request.loading}
        </h2>
        <button type="button" class="close" aria-label=${texts.request.close} @click=${actions.leave}>${crossIcon}</button>
      </div>
      <div class="request-body">
        ${state.definition === null ? nothing : stepView(state.definition, view)} ${failureView(view)}
        <p class="hint" role="status">${state.busy && state.definition !== null ? texts.request.sending : ""}</p>
      </div>
    </section>
  `;
}

function stepView(definition: FormDefinition, view: RequestView): TemplateResult {
  switch (view.state.step) {
    case "filling":
      return fillingView(definition, view);
    case "reviewing":
      return reviewView(definition, view);
    case "sent":
      return sentView(view);
  }
}

function fillingView(definition: FormDefinition, view: RequestView): TemplateResult {
  const { state, texts, actions } = view;
  return html`
    <p lang=${spokenLanguage}>${definition.purpose}</p>
    <p class="hint">${texts.request.demonstration}</p>
    ${state.numbers.length === 0 ? nothing : html`<p class="hint">${texts.request.earlier(state.numbers.join(", "))}</p>`}
    ${mistakesView(definition, view)}
    <form
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        actions.review();
      }}
    >
      <p class="hint" id="request-step" tabindex="-1">${texts.request.required}</p>
      ${fieldsView(definition.fields, view)} ${definition.attachments === null ? nothing : filesView(definition.attachments, view)}
      <button type="submit" class="primary">${texts.request.review}</button>
    </form>
  `;
}

/** Takes the focus when something is to correct; each line leads to its field. */
function mistakesView({ fields }: FormDefinition, { state, texts }: RequestView): TemplateResult | typeof nothing {
  const told = Object.entries(state.mistakes);
  if (told.length === 0) return nothing;
  const label = (id: string) => (id === attachments ? texts.request.files : fields.find((field) => field.id === id)?.label);
  return html`
    <div class="mistakes" id="request-mistakes" tabindex="-1" role="group" aria-labelledby="request-mistakes-title">
      <h3 id="request-mistakes-title">${texts.request.mistakes}</h3>
      <ul>
        ${told.map(([id, mistake]) => html`<li><a href="#field-${id}" @click=${leadToField}>${label(id) ?? id}</a> : ${mistakeText(mistake, texts)}</li>`)}
      </ul>
    </div>
  `;
}

/** An address with a # does not reach inside a shadow tree. */
function leadToField(event: MouseEvent): void {
  event.preventDefault();
  const { currentTarget: link } = event;
  if (!(link instanceof HTMLAnchorElement)) return;
  const root = link.getRootNode();
  if (root instanceof ShadowRoot) root.querySelector<HTMLElement>(link.hash)?.focus();
}

/** The server's words are French, whatever the language of the interface. */
export function mistakeText(mistake: Mistake, { request }: Texts): TemplateResult | string {
  return "code" in mistake ? request.mistake[mistake.code] : html`<span lang=${spokenLanguage}>${mistake.words}</span>`;
}

function reviewView({ fields, attachments: rules }: FormDefinition, { state, texts, actions }: RequestView): TemplateResult {
  const { request } = texts;
  const names = state.files.map(({ name }) => name).join(", ");
  return html`
    <h3 id="request-step" tabindex="-1">${request.reviewTitle}</h3>
    <dl>
      ${fields.map((field) => html`<dt lang=${spokenLanguage}>${field.label}</dt><dd>${readAloud(field, state.values[field.id]) || request.none}</dd>`)}
      ${rules === null ? nothing : html`<dt>${request.files}</dt><dd>${names || request.noFile}</dd>`}
    </dl>
    <div class="composer-buttons">
      <button type="button" class="secondary" aria-disabled=${state.busy ? "true" : "false"} @click=${() => {
        if (!state.busy) actions.correct();
      }}>${request.correct}</button>
      <button type="button" class="primary" aria-disabled=${state.busy ? "true" : "false"} @click=${() => void actions.send()}>${request.send}</button>
    </div>
  `;
}

function readAloud({ options }: FormField, value = ""): string {
  return options.find((option) => option.value === value)?.label ?? value;
}

function sentView({ state, texts, actions }: RequestView): TemplateResult {
  return html`
    <h3 id="request-step" tabindex="-1">${texts.request.sentTitle}</h3>
    <p>${texts.request.sent(state.acknowledgement?.number ?? "")}</p>
    <button type="button" class="primary" @click=${actions.leave}>${texts.request.back}</button>
  `;
}

function failureView({ state: { failure }, texts, actions }: RequestView): TemplateResult {
  const said = failure?.message == null ? failure && failureText(failure, texts) : html`<span lang=${spokenLanguage}>${failure.message}</span>`;
  return html`
    <div class="failure">
      <div role="alert">${failure === null ? nothing : html`<p>${said} ${texts.request.kept}</p>`}</div>
      ${failure === null
        ? nothing
        : html`<button type="button" class="secondary" @click=${() => void actions.retry()}>${texts.failures.retry}</button>`}
    </div>
  `;
}
