import { html, nothing, type TemplateResult } from "lit";
import type { AnswerMessage, Source } from "../contract";
import { texts } from "../texts";
import { frenchDate } from "../wording/dates";

export function sourcesView({ sources, reviewed_on, valid_until }: AnswerMessage): TemplateResult {
  return html`
    <details class="sources">
      <summary>${texts.sources.summary}</summary>
      ${sources.length === 0 ? nothing : html`<ul>${sources.map((source) => html`<li>${sourceView(source)}</li>`)}</ul>`}
      <p>${texts.sources.reviewed(frenchDate(reviewed_on))}</p>
      ${valid_until === null ? nothing : html`<p>${texts.sources.valid(frenchDate(valid_until))}</p>`}
    </details>
  `;
}

function sourceView({ title, href, date }: Source): TemplateResult {
  const dated = date === null ? "" : texts.sources.dated(frenchDate(date));
  if (href === null) return html`${title}${dated}`;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${title} ${texts.sources.newWindow}</a>${dated}`;
}
