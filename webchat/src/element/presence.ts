import type { ReactiveController, ReactiveControllerHost } from "lit";

export interface PresenceListener {
  /** The tab is looked at again, or left. */
  readonly looked: (visible: boolean) => void;
  readonly connected: (online: boolean) => void;
}

/** Knows when the reader comes back to the tab, and when the network leaves and returns. */
export class Presence implements ReactiveController {
  readonly #listener: PresenceListener;

  constructor(host: ReactiveControllerHost, listener: PresenceListener) {
    this.#listener = listener;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.#looked);
    window.addEventListener("online", this.#online);
    window.addEventListener("offline", this.#offline);
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.#looked);
    window.removeEventListener("online", this.#online);
    window.removeEventListener("offline", this.#offline);
  }

  readonly #looked = (): void => {
    this.#listener.looked(document.visibilityState === "visible");
  };

  readonly #online = (): void => {
    this.#listener.connected(true);
  };

  readonly #offline = (): void => {
    this.#listener.connected(false);
  };
}
