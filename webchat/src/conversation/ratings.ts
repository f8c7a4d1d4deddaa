import type { Rating } from "../contract";
import { RequestAborted } from "../transport/errors";
import { failureOf, sessionEnded } from "./failures";
import type { ConversationOptions } from "./options";
import { RatingsUnderWay } from "./ratings-under-way";
import { isFree } from "./state";
import type { Store } from "./store";
import * as step from "./transitions";

/** What the citizen says of the answers. */
export class Ratings {
  readonly #store: Store;
  readonly #options: Pick<ConversationOptions, "transport" | "onRating">;
  readonly #onSessionEnded: () => Promise<void>;
  readonly #underWay = new RatingsUnderWay();

  constructor(store: Store, options: Pick<ConversationOptions, "transport" | "onRating">, onSessionEnded: () => Promise<void>) {
    this.#store = store;
    this.#options = options;
    this.#onSessionEnded = onSessionEnded;
  }

  abandon(): void {
    this.#underWay.abandon();
  }

  async rate(messageId: string, rating: Rating): Promise<void> {
    const signal = this.#underWay.begin(messageId);
    this.#store.become(step.rating(this.#store.state, messageId, { name: "saving", value: rating.value }));
    try {
      const recorded = await this.#options.transport.rate(messageId, rating, signal);
      this.#store.become(step.rated(this.#store.state, messageId, recorded));
      this.#options.onRating(messageId, recorded);
    } catch (error) {
      await this.#failed(messageId, error);
    }
  }

  async #failed(messageId: string, error: unknown): Promise<void> {
    if (error instanceof RequestAborted) return;
    // A turn under way meets the same end of session and opens the new conversation itself.
    if (sessionEnded(error) && isFree(this.#store.state)) await this.#onSessionEnded();
    else this.#store.become(step.rating(this.#store.state, messageId, { name: "failed", failure: failureOf(error) }));
  }
}
