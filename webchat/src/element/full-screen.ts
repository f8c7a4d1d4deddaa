import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Same width as in styles/panel.css: below it the panel hides the page. */
const narrow = "(max-width: 30rem)";

/** Knows whether the open panel hides the whole page. */
export class FullScreen implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #query: MediaQueryList;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#query = matchMedia(narrow);
    host.addController(this);
  }

  get active(): boolean {
    return this.#query.matches;
  }

  hostConnected(): void {
    this.#query.addEventListener("change", this.#update);
  }

  hostDisconnected(): void {
    this.#query.removeEventListener("change", this.#update);
  }

  readonly #update = (): void => {
    this.#host.requestUpdate();
  };
}
