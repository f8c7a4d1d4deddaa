import { html, type TemplateResult } from "lit";
import { textBlocks, type TextBlock } from "../wording/text-blocks";

/** Server text, always as text nodes. */
export function textView(text: string): TemplateResult[] {
  return textBlocks(text).map(blockView);
}

function blockView(block: TextBlock): TemplateResult {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${block.text}</p>`;
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${item}</li>`)}</ul>`;
  }
}
