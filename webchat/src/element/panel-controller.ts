import type { LitElement, ReactiveController } from "lit";
import { trapTab } from "./focus-trap";

export interface PanelHost extends LitElement {
  open: boolean;
}

/** What unfolds inside the panel, its keys, and where the focus goes. */
export class PanelController implements ReactiveController {
  readonly #host: PanelHost;
  readonly #hidesPage: () => boolean;
  /** Folds what is open beside the conversation, if anything is. */
  readonly #foldBeside: () => boolean;
  #confirmingErasure = false;
  #optionsOpen = false;

  constructor(host: PanelHost, hidesPage: () => boolean, foldBeside: () => boolean) {
    this.#host = host;
    this.#hidesPage = hidesPage;
    this.#foldBeside = foldBeside;
    host.addController(this);
  }

  get unfolded(): { readonly confirmingErasure: boolean; readonly optionsOpen: boolean } {
    return { confirmingErasure: this.#confirmingErasure, optionsOpen: this.#optionsOpen };
  }

  hostDisconnected(): void {
    this.#confirmingErasure = false;
    this.#optionsOpen = false;
  }

  readonly toggleOptions = (): void => {
    this.#optionsOpen = !this.#optionsOpen;
    this.#host.requestUpdate();
  };

  async askErasure(): Promise<void> {
    this.#confirmingErasure = true;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.focus("erasure-cancel");
  }

  /** The question about erasure goes away; the focus goes to the control `id`. */
  endErasure(id: string): void {
    this.#confirmingErasure = false;
    this.#host.requestUpdate();
    this.focus(id);
  }

  focus(id: string): void {
    this.#host.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
  }

  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.isComposing && this.#host.open) this.#escape(event);
    const panel = this.#host.renderRoot.querySelector<HTMLElement>(".panel:not([hidden])");
    if (panel !== null && this.#hidesPage()) trapTab(event, panel, this.#host.shadowRoot?.activeElement ?? null);
  };

  /** What unfolded last folds first; then the panel closes. */
  #escape(event: KeyboardEvent): void {
    // The host page may have a dialogue of its own that listens for the same key.
    event.stopPropagation();
    if (this.#foldBeside()) return;
    if (this.#confirmingErasure) this.endErasure("erase");
    else if (this.#optionsOpen) {
      this.toggleOptions();
      this.focus("options-toggle");
    } else this.#host.open = false;
  }
}
