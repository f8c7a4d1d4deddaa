import { html, type TemplateResult } from "lit";
import { spokenLanguage } from "../texts";
import { withoutMarkdown } from "../wording/markdown";
import { messageParts, type MessagePart } from "../wording/masked";
import { textBlocks, type TextBlock } from "../wording/text-blocks";

/** Server text, always as text nodes. */
export function textView(text: string): TemplateResult {
  return html`<div class="said" lang=${spokenLanguage}>${textBlocks(withoutMarkdown(text)).map(blockView)}</div>`;
}

/** The citizen's own words stay as they were written, in no language that we know. */
export function ownWordsView(text: string): TemplateResult {
  return html`<div class="said"><p>${messageParts(text).map(partView)}</p></div>`;
}

function blockView(block: TextBlock): TemplateResult {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${block.text}</p>`;
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
  }
}

function partView({ text, masked }: MessagePart): TemplateResult | string {
  return masked ? html`<span class="masked" lang=${spokenLanguage}>${text}</span>` : text;
}
