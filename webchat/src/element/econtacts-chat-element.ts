import { html, LitElement, nothing, unsafeCSS, type PropertyValues } from "lit";
import type { Conversation } from "../conversation/conversation";
import { initialState, type ConversationState } from "../conversation/state";
import { textsIn } from "../texts";
import type { Actions } from "../view/actions";
import { launcherView, panelView } from "../view/panel";
import { conversationOf } from "./conversation-of";
import { downloadTranscript } from "./download";
import { emit } from "./events";
import { FullScreen } from "./full-screen";
import { PanelController } from "./panel-controller";
import { Presence } from "./presence";
import { RequestController } from "./request-controller";
import { showLastTurn } from "./scroll";
import { styleSheets } from "./styles";
import { VoiceController } from "./voice-controller";

/** Binds the conversation to the page: attributes in, events out, focus and scrolling. */
export class EcontactsChatElement extends LitElement {
  static override readonly styles = styleSheets.map(unsafeCSS);

  static override readonly properties = {
    api: { type: String },
    open: { type: Boolean, reflect: true },
    collection: { type: String },
    audience: { type: String },
    position: { type: String },
    language: { attribute: "lang" },
  };

  declare api: string;
  declare open: boolean;
  declare collection: string | null;
  declare audience: string | null;
  declare position: string | null;
  declare language: string | null;

  readonly #fullScreen = new FullScreen(this);
  readonly #panel: PanelController = new PanelController(this, () => this.#hidesPage, () => this.#request.fold());
  readonly #request: RequestController = new RequestController(this, () => this.#conversation);
  readonly #voice = new VoiceController(this);
  #conversation: Conversation | null = null;
  #messagesShown = 0;

  constructor() {
    super();
    this.api = "/api/v1";
    this.open = false;
    this.collection = null;
    this.audience = null;
    this.position = null;
    this.language = null;
    new Presence(this, {
      looked: (visible) => {
        if (visible && this.open) void this.#conversation?.refresh();
        this.#watch();
      },
      connected: (online) => void this.#conversation?.connected(online),
    });
  }

  get #inline(): boolean {
    return this.position === "page";
  }

  get #hidesPage(): boolean {
    return !this.#inline && this.#fullScreen.active;
  }

  get #state(): ConversationState {
    return this.#conversation?.state ?? initialState;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#conversation = conversationOf(this, this.#voice);
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
    else this.#voice.silence();
    this.#watch();
  }

  /** A conversation that nobody looks at is not followed: browsers open few connections to a site. */
  #watch(): void {
    this.#conversation?.watch(this.open && document.visibilityState === "visible");
  }

  protected override render() {
    const alone = this.#inline ? this.#request.state !== null : this.#request.replacesChat;
    const shown = { open: this.open && !alone, ...this.#panel.unfolded, fullScreen: this.#hidesPage, inline: this.#inline };
    const ui = { texts: textsIn(this.language), actions: this.#actions };
    return html`
      <div class="chat" lang=${ui.texts.language} @keydown=${this.#panel.onKeydown}>
        ${launcherView(this.open, ui)} ${panelView({ ...shown, state: this.#state, voice: this.#voice.view }, ui)}
        ${this.open ? this.#request.view(ui.texts, this.#hidesPage) : nothing}
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
      this.#panel.focus("question");
      emit(this, "econtacts-open", null);
    } else {
      this.#panel.focus("launcher");
      emit(this, "econtacts-close", null);
    }
  }

  #showNewMessages(): void {
    const count = this.#state.messages.length;
    if (count !== this.#messagesShown) showLastTurn(this.renderRoot.querySelector(".log"));
    this.#messagesShown = count;
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
    correct: () => {
      this.#conversation?.correct();
      this.#panel.focus("question");
    },
    rate: (messageId, rating) => void this.#conversation?.rate(messageId, rating),
    retry: () => {
      // The button that was pressed goes away with the failure.
      this.#panel.focus("question");
      void this.#conversation?.retry();
    },
    toggleOptions: this.#panel.toggleOptions,
    download: () => {
      downloadTranscript(this.#state.messages, textsIn(this.language));
    },
    openForm: this.#request.open,
    allowDictation: this.#voice.allowDictation,
    readAloud: this.#voice.readAloud,
    dictate: () => {
      this.#dictate();
    },
    stopReading: () => {
      this.#voice.stopReading();
      this.#panel.focus("question");
    },
    askErasure: () => void this.#panel.askErasure(),
    cancelErasure: () => {
      this.#panel.endErasure("erase");
    },
    confirmErasure: () => {
      this.#panel.endErasure("question");
      this.#request.forget();
      void this.#conversation?.erase();
    },
  };

  #dictate(): void {
    const { draft, messageLength } = this.#state;
    const write = (words: string) => this.#conversation?.type(`${draft} ${words}`.trim().slice(0, messageLength));
    this.#voice.dictate(write);
  }
}
