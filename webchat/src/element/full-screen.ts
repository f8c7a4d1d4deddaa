import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Same width as in styles/panel.css: below it the panel hides the page. */
const narrow = "(max-width: 30rem)";

/** Knows whether the window is narrow: by default, whether the open panel hides the whole page. */
export class FullScreen implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #query: MediaQueryList;

  constructor(host: ReactiveControllerHost, query = narrow) {
    this.#host = host;
    this.#query = matchMedia(query);
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
