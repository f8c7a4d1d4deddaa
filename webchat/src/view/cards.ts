import { html, nothing, type TemplateResult } from "lit";
import type { Card } from "../contract";
import { spokenLanguage, type Texts } from "../texts";
import type { Ui } from "./actions";

/** `topic`: what the message that offers the cards is about. */
export function cardsView(cards: readonly Card[], ui: Ui, topic: string | null = null): TemplateResult | typeof nothing {
  if (cards.length === 0) return nothing;
  return html`
    <ul class="cards" aria-label=${ui.texts.cards.label}>
      ${cards.map((card) => html`<li class="card">${cardView(card, ui.texts)} ${fillView(card, ui, topic)}</li>`)}
    </ul>
  `;
}

function fillView({ form, title }: Card, { texts, actions }: Ui, topic: string | null): TemplateResult | typeof nothing {
  if (form === null) return nothing;
  return html`
    <button
      type="button"
      class="secondary"
      data-form=${form}
      aria-label="${texts.request.fill} : ${title}"
      @click=${() => {
        actions.openForm(form, topic);
      }}
    >${texts.request.fill}</button>
  `;
}

function cardView(card: Card, { cards }: Texts): TemplateResult {
  return html`
    <p class="card-kind">${cards.kinds[card.kind]}</p>
    <p class="card-title" lang=${spokenLanguage}>${card.title}</p>
    ${card.demonstration ? html`<p class="card-demonstration">${cards.demonstration}</p>` : nothing}
    ${card.purpose === "" ? nothing : html`<p lang=${spokenLanguage}>${card.purpose}</p>`}
    ${card.now === null ? nothing : html`<p lang=${spokenLanguage}><strong>${card.now}</strong></p>`}
    ${card.path.length === 0
      ? nothing
      : html`
          <p class="card-path">
            <span class="visually-hidden">${cards.path}</span> <span lang=${spokenLanguage}>${card.path.join(cards.step)}</span>
          </p>
        `}
    ${card.href === null ? nothing : linkView(card.href, card.title, cards)}
  `;
}

function linkView(href: string, title: string, cards: Texts["cards"]): TemplateResult {
  const site = siteOf(href);
  return html`
    <p><a class="card-link" href=${href} target="_blank" rel="noopener noreferrer">${cards.open(title)}</a></p>
    ${site === null ? nothing : html`<p class="hint">${cards.destination(site)}</p>`}
  `;
}

/** The site of a full address; a path stays on the page's own site. */
function siteOf(href: string): string | null {
  return /^https?:\/\/([^/?#]+)/i.exec(href)?.[1] ?? null;
}
