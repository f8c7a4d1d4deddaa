import type { Pushed } from "../contract";
import type { Transport } from "../transport/transport";
import { sessionEnded } from "./failures";
import { Following } from "./following";
import { isFree, isOff, lastTold, type News } from "./state";
import type { Store } from "./store";
import * as step from "./transitions";

/** What happens without the citizen: words of another tab, the operator's switch, a stream that drops. */
export class Live {
  readonly #store: Store;
  readonly #transport: Transport;
  readonly #open: (news: News) => Promise<void>;
  readonly #following: Following;
  #watched = false;

  /** `open` begins another conversation, and says why. */
  constructor(store: Store, transport: Transport, open: (news: News) => Promise<void>) {
    this.#store = store;
    this.#transport = transport;
    this.#open = open;
    this.#following = new Following({
      transport,
      last: () => lastTold(store.state),
      onPushed: (pushed) => void this.#pushed(pushed),
      catchUp: () => this.refresh(),
      onLost: () => {
        if (store.state.news !== "offline") this.#tell("lost");
      },
      onRestored: () => {
        this.#tell("online");
      },
    });
  }

  watch(watched: boolean): void {
    if (watched === this.#watched) return;
    this.#watched = watched;
    if (!watched) this.stop();
    else if (isFree(this.#store.state)) this.#following.start();
  }

  /** A conversation has begun, or was found again. */
  async begin(): Promise<void> {
    if (this.#watched) this.#following.start();
    await this.switched(false);
  }

  stop(): void {
    this.#following.stop();
  }

  async refresh(): Promise<void> {
    const before = this.#store.state;
    if (!isFree(before)) return;
    try {
      const said = await this.#transport.history(this.#store.signal);
      // A turn sent meanwhile knows better than a history asked before it.
      if (this.#store.state.messages !== before.messages || !isFree(this.#store.state)) return;
      this.#store.become(step.refreshed(this.#store.state, said));
      await this.switched(isOff(before));
    } catch (error) {
      // The next turn meets any other failure, and tells it.
      if (sessionEnded(error) && isFree(this.#store.state)) await this.#open("renewed");
    }
  }

  /** The operator may have turned the assistant off, or on again. */
  async switched(wasOff: boolean): Promise<void> {
    const off = isOff(this.#store.state);
    if (off && !wasOff) {
      const cards = await this.#transport.forms(this.#store.signal).catch(() => []);
      this.#store.become(step.off(this.#store.state, cards));
    }
    // Who came while it was off was never greeted.
    if (!off && wasOff && this.#store.state.messages.every(({ kind }) => kind === "outage")) await this.#open("recovered");
  }

  async #pushed(pushed: Pushed): Promise<void> {
    const wasOff = isOff(this.#store.state);
    if (pushed.kind === "message") this.#store.grow(step.arrived(this.#store.state, [pushed.message]));
    else this.#store.become(step.noticed(this.#store.state, pushed.notice));
    await this.switched(wasOff);
  }

  #tell(news: News): void {
    this.#store.become(step.told(this.#store.state, news));
  }
}
