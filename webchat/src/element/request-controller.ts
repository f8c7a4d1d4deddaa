import { nothing, type LitElement, type ReactiveController, type TemplateResult } from "lit";
import type { Conversation } from "../conversation/conversation";
import type { Filling, Landmark } from "../conversation/filling";
import type { FillingState } from "../conversation/filling-state";
import { HttpTransport } from "../transport/http-transport";
import type { Texts } from "../texts";
import type { RequestActions } from "../view/actions";
import { dropFormDrafts, tabFormDrafts } from "./drafts";
import type * as parts from "./request";
import { emit } from "./events";
import { FullScreen } from "./full-screen";

/** Below this width there is no room for a form beside the conversation: it takes its place. */
const oneAtATime = "(max-width: 58rem)";

export interface RequestHost extends LitElement {
  readonly api: string;
}

/** The form beside the conversation: its focus when it opens, moves on and closes. */
export class RequestController implements ReactiveController {
  readonly #host: RequestHost;
  /** Knows of what is sent beside it, and opens anew when its session ends. */
  readonly #conversation: () => Conversation | null;
  readonly #narrow: FullScreen;
  #parts: typeof parts | null = null;
  #filling: Filling | null = null;
  #opener: HTMLElement | null = null;

  constructor(host: RequestHost, conversation: () => Conversation | null) {
    this.#host = host;
    this.#conversation = conversation;
    this.#narrow = new FullScreen(host, oneAtATime);
    host.addController(this);
  }

  get state(): FillingState | null {
    return this.#filling?.state ?? null;
  }

  /** There is room for one of the two only. */
  get replacesChat(): boolean {
    return this.state !== null && this.#narrow.active;
  }

  hostDisconnected(): void {
    this.#filling?.close();
    this.#filling = null;
  }

  readonly open = (form: string, topic: string | null): void => {
    const active = this.#host.shadowRoot?.activeElement;
    this.#opener = active instanceof HTMLElement ? active : null;
    void this.#begin(form, topic);
  };

  view(texts: Texts, fullScreen: boolean): TemplateResult | typeof nothing {
    const { state } = this;
    const actions = this.#actions;
    if (this.#parts === null || state === null || actions === null) return nothing;
    return this.#parts.requestView({ state, actions, texts, fullScreen });
  }

  /** Closes the form, if there is one: its draft stays, and the focus goes back where it came from. */
  readonly fold = (): boolean => {
    if (this.state === null) return false;
    this.#filling?.close();
    void this.#return();
    return true;
  };

  /** Nothing of any form stays. */
  forget(): void {
    this.#filling?.close();
    dropFormDrafts();
  }

  async #begin(form: string, topic: string | null): Promise<void> {
    try {
      this.#parts ??= await import("./request");
    } catch {
      this.#conversation()?.tell("noForm");
      return;
    }
    this.#filling?.close();
    this.#filling = this.#newFilling(this.#parts);
    await this.#filling.open(form, topic);
  }

  get #actions(): RequestActions | null {
    const filling = this.#filling;
    if (filling === null) return null;
    return {
      fill: filling.fill.bind(filling),
      attach: filling.attach.bind(filling),
      detach: filling.detach.bind(filling),
      review: filling.review.bind(filling),
      correct: filling.correct.bind(filling),
      send: filling.send.bind(filling),
      retry: filling.retry.bind(filling),
      leave: this.fold,
    };
  }

  #newFilling(loaded: typeof parts): Filling {
    return new loaded.Filling({
      transport: new HttpTransport({ api: this.#host.api }),
      drafts: tabFormDrafts,
      onChange: () => {
        this.#host.requestUpdate();
      },
      onMove: (landmark) => void this.#move(landmark),
      onSent: ({ form }) => {
        emit(this.#host, "econtacts-request", { form });
        void this.#conversation()?.refresh();
      },
      onSessionEnded: () => void this.#conversation()?.refresh(),
    });
  }

  async #move(landmark: Landmark): Promise<void> {
    await this.#host.updateComplete;
    this.#host.renderRoot.querySelector<HTMLElement>(`#${landmark}`)?.focus();
  }

  async #return(): Promise<void> {
    await this.#host.updateComplete;
    const back = this.#opener?.isConnected === true ? this.#opener : this.#host.renderRoot.querySelector<HTMLElement>("#question");
    back?.focus();
  }
}
