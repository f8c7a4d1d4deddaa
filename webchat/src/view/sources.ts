import { html, nothing, type TemplateResult } from "lit";
import type { AnswerMessage, Source } from "../contract";
import { spokenLanguage, type Texts } from "../texts";
import { longDate } from "../wording/dates";

export function sourcesView({ sources, reviewed_on, valid_until }: AnswerMessage, texts: Texts): TemplateResult {
  const { summary, reviewed, valid } = texts.sources;
  const day = (date: string): string => longDate(date, texts.language);
  return html`
    <details class="sources">
      <summary>${summary}</summary>
      ${sources.length === 0 ? nothing : html`<ul>${sources.map((source) => html`<li>${sourceView(source, texts)}</li>`)}</ul>`}
      <p>${reviewed(day(reviewed_on))}</p>
      ${valid_until === null ? nothing : html`<p>${valid(day(valid_until))}</p>`}
    </details>
  `;
}

function sourceView({ title, href, date }: Source, texts: Texts): TemplateResult {
  const { dated, newWindow } = texts.sources;
  const when = date === null ? "" : dated(longDate(date, texts.language));
  const name = html`<span lang=${spokenLanguage}>${title}</span>`;
  if (href === null) return html`${name}${when}`;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${name} ${newWindow}</a>${when}`;
}
