import type { Message, RatingValue } from "../contract";

/** What the host page may follow. No detail ever carries what was written. */
export interface ChatEventDetails {
  "econtacts-open": null;
  "econtacts-close": null;
  "econtacts-message": { readonly id: string; readonly kind: Message["kind"] };
  "econtacts-request": { readonly form: string };
  "econtacts-rating": { readonly messageId: string; readonly value: RatingValue };
}

export type ChatEventName = keyof ChatEventDetails;

export function emit<Name extends ChatEventName>(target: EventTarget, name: Name, detail: ChatEventDetails[Name]): void {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
