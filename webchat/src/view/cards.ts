import { html, nothing, type TemplateResult } from "lit";
import type { Card } from "../contract";
import { texts } from "../texts";

export function cardsView(cards: readonly Card[]): TemplateResult | typeof nothing {
  if (cards.length === 0) return nothing;
  return html`
    <ul class="cards" aria-label=${texts.cards.label}>
      ${cards.map((card) => html`<li class="card">${cardView(card)}</li>`)}
    </ul>
  `;
}

function cardView(card: Card): TemplateResult {
  return html`
    <p class="card-kind">${texts.cards.kinds[card.kind]}</p>
    <p class="card-title">${card.title}</p>
    ${card.demonstration ? html`<p class="card-demonstration">${texts.cards.demonstration}</p>` : nothing}
    ${card.purpose === "" ? nothing : html`<p>${card.purpose}</p>`}
    ${card.path.length === 0 ? nothing : pathView(card.path)}
    ${card.href === null ? nothing : linkView(card.href, texts.cards.open(card.title))}
  `;
}

function pathView(path: readonly string[]): TemplateResult {
  return html`
    <p class="card-path">
      <span class="visually-hidden">${texts.cards.path}</span> ${path.join(texts.cards.step)}
    </p>
  `;
}

function linkView(href: string, label: string): TemplateResult {
  return html`<p><a class="card-link" href=${href} target="_blank" rel="noopener noreferrer">${label}</a></p>`;
}
