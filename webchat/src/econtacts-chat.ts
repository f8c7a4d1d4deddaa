import { EcontactsChatElement } from "./element/econtacts-chat-element";

// A page that loads the module twice keeps the first definition.
if (customElements.get("econtacts-chat") === undefined) {
  customElements.define("econtacts-chat", EcontactsChatElement);
}

declare global {
  interface HTMLElementTagNameMap {
    "econtacts-chat": EcontactsChatElement;
  }
}

export { EcontactsChatElement };
export type { ChatEventDetails, ChatEventName } from "./element/events";
