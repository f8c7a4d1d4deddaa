/** The requests of ratings not recorded yet; a newer one for the same message replaces the older. */
export class RatingsUnderWay {
  readonly #controllers = new Map<string, AbortController>();

  begin(messageId: string): AbortSignal {
    this.#controllers.get(messageId)?.abort();
    const controller = new AbortController();
    this.#controllers.set(messageId, controller);
    return controller.signal;
  }

  abandon(): void {
    for (const controller of this.#controllers.values()) controller.abort();
    this.#controllers.clear();
  }
}
