import { html, nothing, type TemplateResult } from "lit";
import type { AnswerMessage, Rating, RatingReason, RatingValue } from "../contract";
import type { RatingProgress } from "../conversation/state";
import { spokenLanguage, type Texts } from "../texts";
import type { Ui } from "./actions";
import { failureText } from "./status";

const commentLength = 500;

export interface RatingView {
  readonly message: AnswerMessage;
  readonly progress: RatingProgress | undefined;
  readonly reasons: readonly RatingReason[];
}

/** Not live although the log around it is: what opens here answers a press, and is not a message. */
export function ratingView(view: RatingView, ui: Ui): TemplateResult {
  const value = shownValue(view);
  const { texts } = ui;
  return html`
    <div class="rating" aria-live="off">
      <fieldset>
        <legend>${texts.rating.question}</legend>
        <div class="rating-buttons">
          ${toggleView(view, "up", value, ui)} ${toggleView(view, "down", value, ui)}
        </div>
      </fieldset>
      ${value === "down" ? detailsView(view, ui) : nothing}
      <p class="rating-status" role="status">${statusText(view.progress, texts)}</p>
    </div>
  `;
}

function toggleView(
  view: RatingView,
  value: RatingValue,
  shown: RatingValue | null,
  { texts, actions }: Ui,
): TemplateResult {
  const up = value === "up";
  return html`
    <button
      type="button"
      class="toggle"
      aria-pressed=${value === shown ? "true" : "false"}
      @click=${() => {
        if (value !== shown) actions.rate(view.message.id, { value, reason: null, comment: null });
      }}
    ><span aria-hidden="true">${up ? "👍" : "👎"}</span> ${up ? texts.rating.yes : texts.rating.no}</button>
  `;
}

function detailsView({ message, reasons }: RatingView, { texts, actions }: Ui): TemplateResult {
  const { rating, id } = message;
  return html`
    <form
      class="rating-details"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        if (event.currentTarget instanceof HTMLFormElement) actions.rate(id, ratingIn(event.currentTarget));
      }}
    >
      ${reasons.length === 0
        ? nothing
        : html`
            <fieldset>
              <legend>${texts.rating.reasons}</legend>
              ${reasons.map((reason) => reasonView(reason, rating))}
            </fieldset>
          `}
      <label class="rating-comment">
        <span>${texts.rating.comment}</span>
        <span class="hint">${texts.rating.commentHint}</span>
        <textarea name="comment" rows="2" maxlength=${commentLength} .value=${rating?.comment ?? ""}></textarea>
      </label>
      <button type="submit" class="secondary">${texts.rating.send}</button>
    </form>
  `;
}

function reasonView(reason: RatingReason, rating: Rating | null): TemplateResult {
  return html`
    <label class="reason" lang=${spokenLanguage}>
      <input type="radio" name="reason" value=${reason.id} .checked=${reason.id === rating?.reason} />
      ${reason.label}
    </label>
  `;
}

function ratingIn(form: HTMLFormElement): Rating {
  const fields = new FormData(form);
  return { value: "down", reason: filled(fields.get("reason")), comment: filled(fields.get("comment")) };
}

function filled(value: FormDataEntryValue | null): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The press shows at once; if it cannot be recorded, the last recorded value comes back. */
function shownValue({ message, progress }: RatingView): RatingValue | null {
  return progress?.name === "saving" ? progress.value : (message.rating?.value ?? null);
}

function statusText(progress: RatingProgress | undefined, texts: Texts): string {
  switch (progress?.name) {
    case undefined:
      return "";
    case "saving":
      return texts.rating.saving;
    case "saved":
      return texts.rating.saved;
    case "failed":
      return progress.failure.message ?? failureText(progress.failure, texts);
  }
}
