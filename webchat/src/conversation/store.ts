import type { ConversationOptions } from "./options";
import { initialState, type ConversationState } from "./state";
import * as step from "./transitions";

type StoreOptions = Pick<ConversationOptions, "drafts" | "onChange" | "onMessage" | "pause">;

/** Keeps the present state, tells of its changes, and shows what arrived one message after the other. */
export class Store {
  #state: ConversationState;
  readonly #options: StoreOptions;
  readonly #lifetime = new AbortController();
  #writing: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#state = step.typed(initialState, options.drafts.read());
  }

  get state(): ConversationState {
    return this.#state;
  }

  /** Aborted when the conversation is disposed of. */
  get signal(): AbortSignal {
    return this.#lifetime.signal;
  }

  dispose(): void {
    this.#lifetime.abort();
    clearTimeout(this.#writing);
  }

  become(state: ConversationState): void {
    if (this.signal.aborted) return;
    if (state.draft !== this.#state.draft) this.#options.drafts.write(state.draft);
    this.#state = state;
    this.#options.onChange();
  }

  /** The same for a state with new messages: the assistant's come one after the other, as if written. */
  grow(state: ConversationState): void {
    const before = new Set(this.#state.messages.map(({ id }) => id));
    this.become(this.#options.pause > 0 ? state : step.caughtUp(state));
    this.#state.messages.filter(({ id }) => !before.has(id)).forEach(this.#options.onMessage);
    clearTimeout(this.#writing);
    if (this.#state.coming.length > 0) this.#writing = setTimeout(this.#write, this.#options.pause);
  }

  readonly #write = (): void => {
    this.grow(step.next(this.#state));
  };
}
