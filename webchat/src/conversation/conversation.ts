import type { Rating, Turn } from "../contract";
import { RequestAborted } from "../transport/errors";
import type { Transport } from "../transport/transport";
import { isActiveChoice, numberedChoice } from "./choices";
import { correctable, mayCorrect } from "./correction";
import { failureOf, isRefusal, sessionEnded } from "./failures";
import { Live } from "./live";
import { newId } from "./new-id";
import type { ConversationOptions } from "./options";
import { Ratings } from "./ratings";
import { acceptsTurn, isFree, isOff, type Attempt, type ConversationState, type News } from "./state";
import { Store } from "./store";
import * as step from "./transitions";

/** One citizen's conversation: asks the transport, keeps the state, knows no page. */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #store: Store;
  readonly #ratings: Ratings;
  readonly #live: Live;

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#store = new Store(options);
    this.#ratings = new Ratings(this.#store, options, () => this.#open("renewed"));
    this.#live = new Live(this.#store, options.transport, (news) => this.#open(news));
  }

  get state(): ConversationState {
    return this.#store.state;
  }

  get #transport(): Transport {
    return this.#options.transport;
  }

  /** Opens or resumes; does nothing when the conversation is already there. */
  async start(): Promise<void> {
    if (this.state.phase.name === "idle") await this.#open(null);
  }

  /** Abandons whatever is under way. The conversation is of no use afterwards. */
  dispose(): void {
    this.#store.dispose();
    this.#live.stop();
    this.#ratings.abandon();
  }

  /** Somebody looks at the conversation, or nobody any more: it is followed meanwhile. */
  watch(watched: boolean): void {
    this.#live.watch(watched);
  }

  type(draft: string): void {
    this.#store.become(step.typed(this.state, draft));
  }

  async submit(): Promise<void> {
    const text = this.state.draft.trim();
    if (text === "" || !acceptsTurn(this.state)) return;
    const choice = numberedChoice(this.state, text);
    if (choice !== null) this.type("");
    await this.#deliver(choice === null ? { text } : { choice: choice.id });
  }

  /** Puts the last message back into the field. */
  correct(): void {
    const message = correctable(this.state);
    if (message !== null && mayCorrect(this.state)) this.#store.become(step.correcting(this.state, message.text));
  }

  /** Fetches what was said elsewhere, as in another tab. */
  refresh(): Promise<void> {
    return this.#live.refresh();
  }

  /** Says something once, which nobody sent. */
  tell(news: News): void {
    this.#store.become(step.told(this.state, news));
  }

  /** Says once that the network left or came back. */
  async connected(online: boolean): Promise<void> {
    if (this.state.phase.name === "idle") return;
    this.tell(online ? "online" : "offline");
    if (online) await (this.state.phase.name === "unavailable" ? this.retry() : this.refresh());
  }

  async choose(choiceId: string): Promise<void> {
    if (isActiveChoice(this.state, choiceId)) await this.#deliver({ choice: choiceId });
  }

  async retry(): Promise<void> {
    const { phase } = this.state;
    if (phase.name === "unavailable") await this.#open("recovered");
    else if (isOff(this.state)) await this.refresh();
    else if (phase.name === "failed") await this.#retry(phase.attempt);
  }

  async erase(): Promise<void> {
    if (!isFree(this.state)) return;
    this.#ratings.abandon();
    this.#live.stop();
    this.#store.become(step.erasing(this.state));
    try {
      await this.#transport.erase(this.#store.signal);
    } catch (error) {
      // Without a session nothing is left to erase.
      if (!sessionEnded(error)) {
        this.#fail({ kind: "erase" }, error);
        return;
      }
    }
    this.#store.become(step.erased());
    await this.#open("erased");
  }

  rate(messageId: string, rating: Rating): Promise<void> {
    return this.#ratings.rate(messageId, rating);
  }

  async #retry(attempt: Attempt): Promise<void> {
    switch (attempt.kind) {
      case "open":
        return this.#open(null);
      case "erase":
        return this.erase();
      case "send":
        // The citizen may have corrected the text since: what the field holds now is what is sent.
        return "text" in attempt.turn ? this.submit() : this.#deliver(attempt.turn);
    }
  }

  async #open(news: News | null): Promise<void> {
    this.#store.become(step.opening(this.state));
    try {
      const conversation = await this.#transport.open(this.#options.context(), this.#store.signal);
      this.#store.become(step.opened(this.state, conversation, news));
      await this.#live.begin();
    } catch (error) {
      if (isRefusal(error)) this.#fail({ kind: "open" }, error);
      else if (!(error instanceof RequestAborted)) {
        // Without the forms either, the page falls back on a link of its own.
        const cards = await this.#transport.forms(this.#store.signal).catch(() => []);
        this.#store.become(step.unavailable(this.state, cards));
      }
    }
  }

  async #deliver(turn: Turn): Promise<void> {
    const id = this.#idOf(turn);
    this.#store.become(step.sending(this.state, turn));
    try {
      const said = await this.#transport.send(turn, id, this.#store.signal);
      const wasOff = isOff(this.state);
      this.#store.grow(step.delivered(this.state, turn, said));
      await this.#live.switched(wasOff);
    } catch (error) {
      if (sessionEnded(error)) await this.#open("renewed");
      else this.#fail({ kind: "send", turn, id }, error);
    }
  }

  /** The same words, or the same choice, tried again are the same turn. */
  #idOf(turn: Turn): string {
    const { phase } = this.state;
    const tried = phase.name === "failed" && phase.attempt.kind === "send" ? phase.attempt : null;
    return tried !== null && JSON.stringify(tried.turn) === JSON.stringify(turn) ? tried.id : newId();
  }

  #fail(attempt: Attempt, error: unknown): void {
    if (error instanceof RequestAborted) return;
    this.#store.become(step.failed(this.state, attempt, failureOf(error)));
  }
}
