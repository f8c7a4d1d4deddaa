import type { Rating, Said, Turn } from "../contract";
import { RequestAborted } from "../transport/errors";
import type { Transport } from "../transport/transport";
import { isActiveChoice, numberedChoice } from "./choices";
import { correctable, mayCorrect } from "./correction";
import { failureOf, isRefusal, isUncertain, sessionEnded } from "./failures";
import type { ConversationOptions } from "./options";
import { RatingsUnderWay } from "./ratings-under-way";
import { acceptsTurn, initialState, type Attempt, type ConversationState, type News } from "./state";
import * as step from "./transitions";

/** One citizen's conversation: asks the transport, keeps the state, knows no page. */
export class Conversation {
  #state = initialState;
  readonly #options: ConversationOptions;
  readonly #lifetime = new AbortController();
  readonly #ratingsUnderWay = new RatingsUnderWay();

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.#state = step.typed(initialState, options.drafts.read());
  }

  get state(): ConversationState {
    return this.#state;
  }

  get #transport(): Transport {
    return this.#options.transport;
  }

  /** Opens or resumes; does nothing when the conversation is already there. */
  async start(): Promise<void> {
    if (this.#state.phase.name === "idle") await this.#open(null);
  }

  /** Abandons whatever is under way. The conversation is of no use afterwards. */
  dispose(): void {
    this.#lifetime.abort();
    this.#ratingsUnderWay.abandon();
  }

  type(draft: string): void {
    this.#become(step.typed(this.#state, draft));
  }

  async submit(): Promise<void> {
    const text = this.#state.draft.trim();
    if (text === "" || !acceptsTurn(this.#state)) return;
    const choice = numberedChoice(this.#state, text);
    if (choice !== null) this.type("");
    await this.#deliver(choice === null ? { text } : { choice: choice.id });
  }

  /** Puts the last message back into the field. */
  correct(): void {
    const message = correctable(this.#state);
    if (message !== null && mayCorrect(this.#state)) this.#become(step.correcting(this.#state, message.text));
  }

  /** Fetches what was said elsewhere, as in another tab. */
  async refresh(): Promise<void> {
    const before = this.#state;
    if (!acceptsTurn(before)) return;
    try {
      const said = await this.#transport.history(this.#lifetime.signal);
      // A turn sent meanwhile knows better than a history asked before it.
      if (this.#state.messages === before.messages && acceptsTurn(this.#state))
        this.#become(step.refreshed(this.#state, said));
    } catch (error) {
      // The next turn meets any other failure, and tells it.
      if (sessionEnded(error) && acceptsTurn(this.#state)) await this.#open("renewed");
    }
  }

  /** Says something once, which nobody sent. */
  tell(news: News): void {
    this.#become(step.told(this.#state, news));
  }

  /** Says once that the network left or came back. */
  async connected(online: boolean): Promise<void> {
    if (this.#state.phase.name === "idle") return;
    this.tell(online ? "online" : "offline");
    if (online) await (this.#state.phase.name === "unavailable" ? this.retry() : this.refresh());
  }

  async choose(choiceId: string): Promise<void> {
    if (isActiveChoice(this.#state, choiceId)) await this.#deliver({ choice: choiceId });
  }

  async retry(): Promise<void> {
    const { phase } = this.#state;
    if (phase.name === "unavailable") await this.#open("recovered");
    if (phase.name === "failed") await this.#retry(phase.attempt);
  }

  async erase(): Promise<void> {
    if (!acceptsTurn(this.#state)) return;
    this.#ratingsUnderWay.abandon();
    this.#become(step.erasing(this.#state));
    try {
      await this.#transport.erase(this.#lifetime.signal);
    } catch (error) {
      // Without a session nothing is left to erase.
      if (!sessionEnded(error)) {
        this.#fail({ kind: "erase" }, error);
        return;
      }
    }
    this.#become(step.erased());
    await this.#open("erased");
  }

  async rate(messageId: string, rating: Rating): Promise<void> {
    const signal = this.#ratingsUnderWay.begin(messageId);
    this.#become(step.rating(this.#state, messageId, { name: "saving", value: rating.value }));
    try {
      const recorded = await this.#transport.rate(messageId, rating, signal);
      this.#become(step.rated(this.#state, messageId, recorded));
      this.#options.onRating(messageId, recorded);
    } catch (error) {
      await this.#ratingFailed(messageId, error);
    }
  }

  async #ratingFailed(messageId: string, error: unknown): Promise<void> {
    if (error instanceof RequestAborted) return;
    // A turn under way meets the same end of session and opens the new conversation itself.
    if (sessionEnded(error) && acceptsTurn(this.#state)) await this.#open("renewed");
    else this.#become(step.rating(this.#state, messageId, { name: "failed", failure: failureOf(error) }));
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
    this.#become(step.opening(this.#state));
    try {
      const conversation = await this.#transport.open(this.#options.context(), this.#lifetime.signal);
      this.#become(step.opened(this.#state, conversation, news));
    } catch (error) {
      if (isRefusal(error)) this.#fail({ kind: "open" }, error);
      else if (!(error instanceof RequestAborted)) {
        // Without the forms either, the page falls back on a link of its own.
        const cards = await this.#transport.forms(this.#lifetime.signal).catch(() => []);
        this.#become(step.unavailable(this.#state, cards));
      }
    }
  }

  async #deliver(turn: Turn): Promise<void> {
    const doubtful = this.#mayHaveArrived(turn);
    this.#become(step.sending(this.#state, turn));
    try {
      const arrived = doubtful ? await this.#answeredMeanwhile() : null;
      const said = arrived ?? (await this.#transport.send(turn, this.#lifetime.signal));
      this.#become(step.delivered(this.#state, turn, said));
      said.messages.forEach(this.#options.onMessage);
    } catch (error) {
      if (sessionEnded(error)) await this.#open("renewed");
      else this.#fail({ kind: "send", turn, uncertain: doubtful || isUncertain(error) }, error);
    }
  }

  #mayHaveArrived(turn: Turn): boolean {
    const { phase } = this.#state;
    if (phase.name !== "failed" || phase.attempt.kind !== "send" || !phase.attempt.uncertain) return false;
    return JSON.stringify(phase.attempt.turn) === JSON.stringify(turn);
  }

  /** What the history holds beyond what is shown, if it includes an answer to the lost turn. */
  async #answeredMeanwhile(): Promise<Said | null> {
    const known = new Set(this.#state.messages.map(({ id }) => id));
    const { messages, notice } = await this.#transport.history(this.#lifetime.signal);
    const arrived = messages.filter(({ id }) => !known.has(id));
    return arrived.some(({ kind }) => kind !== "citizen") ? { messages: arrived, notice } : null;
  }

  #fail(attempt: Attempt, error: unknown): void {
    if (error instanceof RequestAborted) return;
    this.#become(step.failed(this.#state, attempt, failureOf(error)));
  }

  #become(state: ConversationState): void {
    if (this.#lifetime.signal.aborted) return;
    if (state.draft !== this.#state.draft) this.#options.drafts.write(state.draft);
    this.#state = state;
    this.#options.onChange();
  }
}
