import { html, nothing, type TemplateResult } from "lit";
import type { Choice } from "../contract";
import type { ChoiceGroup } from "../conversation/choices";
import { texts } from "../texts";
import type { Actions } from "./actions";

export function choicesView(group: ChoiceGroup, actions: Actions): TemplateResult | typeof nothing {
  if (group.choices.length === 0) return nothing;
  return html`
    <ul class="choices" aria-label=${texts.choices.label}>
      ${group.choices.map((choice) => html`<li>${choiceView(choice, group, actions)}</li>`)}
    </ul>
  `;
}

function choiceView({ id, title }: Choice, { active, chosenId }: ChoiceGroup, actions: Actions): TemplateResult {
  const chosen = id === chosenId;
  // The mark is an attribute and not a new text: a change of text inside the log would be read out.
  // `aria-disabled` rather than `disabled`: the button that was just pressed keeps the focus.
  return html`
    <button
      type="button"
      class="choice"
      ?data-chosen=${chosen}
      aria-disabled=${active ? "false" : "true"}
      aria-label=${chosen ? texts.choices.chosen(title) : nothing}
      @click=${() => {
        if (active) actions.choose(id);
      }}
    >${title}</button>
  `;
}
