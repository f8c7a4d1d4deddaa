import { html, nothing, type TemplateResult } from "lit";
import type { Choice } from "../contract";
import type { ChoiceGroup } from "../conversation/choices";
import { spokenLanguage } from "../texts";
import type { Ui } from "./actions";

/** Numbered: a number is shorter to say, and to type, than a title. */
export function choicesView(group: ChoiceGroup, ui: Ui): TemplateResult | typeof nothing {
  if (group.choices.length === 0) return nothing;
  return html`
    <ol class="choices" aria-label=${ui.texts.choices.label}>
      ${group.choices.map((choice) => html`<li>${choiceView(choice, group, ui)}</li>`)}
    </ol>
  `;
}

function choiceView({ id, title }: Choice, { active, chosenId }: ChoiceGroup, { texts, actions }: Ui): TemplateResult {
  const chosen = id === chosenId;
  // The mark is an attribute and not a new text: a change of text inside the log would be read out.
  // `aria-disabled` rather than `disabled`: the button that was just pressed keeps the focus.
  return html`
    <button
      type="button"
      class="choice"
      lang=${spokenLanguage}
      ?data-chosen=${chosen}
      aria-disabled=${active ? "false" : "true"}
      aria-label=${chosen ? texts.choices.chosen(title) : nothing}
      @click=${() => {
        if (active) actions.choose(id);
      }}
    >${title}</button>
  `;
}
