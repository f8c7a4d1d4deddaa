import { html, LitElement, unsafeCSS, type PropertyValues } from "lit";
import type { OpeningContext } from "../contract";
import { Conversation } from "../conversation/conversation";
import { initialState } from "../conversation/state";
import { HttpTransport } from "../transport/http-transport";
import type { Actions } from "../view/actions";
import { launcherView, panelView } from "../view/panel";
import { emit } from "./events";
import { trapTab } from "./focus-trap";
import { FullScreen } from "./full-screen";
import { showLastTurn } from "./scroll";
import { styleSheets } from "./styles";

/** Binds the conversation to the page: attributes in, events out, focus and scrolling. */
export class EcontactsChatElement extends LitElement {
  static override readonly styles = styleSheets.map(unsafeCSS);

  static override readonly properties = {
    api: { type: String },
    open: { type: Boolean, reflect: true },
    collection: { type: String },
    audience: { type: String },
    confirmingErasure: { state: true },
  };

  declare api: string;
  declare open: boolean;
  declare collection: string | null;
  declare audience: string | null;
  declare private confirmingErasure: boolean;

  readonly #fullScreen = new FullScreen(this);
  #conversation: Conversation | null = null;
  #messagesShown = 0;

  constructor() {
    super();
    this.api = "/api/v1";
    this.open = false;
    this.collection = null;
    this.audience = null;
    this.confirmingErasure = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#conversation = this.#newConversation();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#conversation?.dispose();
    this.#conversation = null;
  }

  protected override willUpdate(): void {
    // Here and not after the update, which would ask at once for another one.
    if (this.open) void this.#conversation?.start();
  }

  protected override render() {
    const state = this.#conversation?.state ?? initialState;
    const { open, confirmingErasure } = this;
    const view = { state, open, confirmingErasure, fullScreen: this.#fullScreen.active };
    return html`
      <div class="chat" lang="fr" @keydown=${this.#onKeydown}>
        ${launcherView(open, this.#actions)} ${panelView(view, this.#actions)}
      </div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // At first rendering nothing was opened or closed by anyone: neither event nor focus.
    if (changed.get("open") !== undefined) this.#onToggle();
    this.#showNewMessages();
  }

  #onToggle(): void {
    if (this.open) {
      this.#focus("question");
      emit(this, "econtacts-open", null);
    } else {
      this.#focus("launcher");
      emit(this, "econtacts-close", null);
    }
  }

  #showNewMessages(): void {
    const count = this.#conversation?.state.messages.length ?? 0;
    if (count !== this.#messagesShown) showLastTurn(this.renderRoot.querySelector(".log"));
    this.#messagesShown = count;
  }

  #newConversation(): Conversation {
    return new Conversation({
      transport: new HttpTransport({ api: this.api }),
      context: () => this.#openingContext(),
      onChange: () => {
        this.requestUpdate();
      },
      onMessage: ({ id, kind }) => {
        emit(this, "econtacts-message", { id, kind });
      },
      onRating: (messageId, { value }) => {
        emit(this, "econtacts-rating", { messageId, value });
      },
    });
  }

  #openingContext(): OpeningContext {
    const { collection, audience } = this;
    return { ...(collection !== null && { collection }), ...(audience !== null && { audience }) };
  }

  readonly #actions: Actions = {
    open: () => {
      this.open = true;
    },
    close: () => {
      this.open = false;
    },
    type: (draft) => this.#conversation?.type(draft),
    submit: () => void this.#conversation?.submit(),
    choose: (choiceId) => void this.#conversation?.choose(choiceId),
    rate: (messageId, rating) => void this.#conversation?.rate(messageId, rating),
    retry: () => {
      // The button that was pressed goes away with the failure.
      this.#focus("question");
      void this.#conversation?.retry();
    },
    askErasure: () => void this.#askErasure(),
    cancelErasure: () => {
      this.confirmingErasure = false;
      this.#focus("erase");
    },
    confirmErasure: () => {
      this.confirmingErasure = false;
      this.#focus("question");
      void this.#conversation?.erase();
    },
  };

  async #askErasure(): Promise<void> {
    this.confirmingErasure = true;
    await this.updateComplete;
    this.#focus("erasure-cancel");
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.isComposing && this.open) this.#escape(event);
    const panel = this.renderRoot.querySelector<HTMLElement>("#panel");
    if (panel !== null && this.#fullScreen.active) trapTab(event, panel, this.shadowRoot?.activeElement ?? null);
  };

  #escape(event: KeyboardEvent): void {
    // The host page may have a dialogue of its own that listens for the same key.
    event.stopPropagation();
    if (this.confirmingErasure) this.#actions.cancelErasure();
    else this.#actions.close();
  }

  #focus(id: string): void {
    this.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }
}
