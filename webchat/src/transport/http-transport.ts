import type {
  Acknowledgement,
  Card,
  FormDefinition,
  NewRequest,
  OpenedConversation,
  OpeningContext,
  Pushed,
  Rating,
  Said,
  Turn,
} from "../contract";
import { decodeCards, decodeSaid, decodeOpened, decodeRating } from "./decode";
import { decodeAcknowledgement, decodeForm, decodeSent } from "./decode-forms";
import type { Fields } from "./fields";
import { follow } from "./follow";
import { request, type Fetch, type RequestOptions } from "./request";
import type { Transport } from "./transport";

const defaultTimeout = 15_000;
// Files take their time on a telephone, and are examined on arrival.
const uploadTimeout = 120_000;

export interface HttpTransportOptions {
  readonly api: string;
  readonly fetch?: Fetch;
  readonly timeout?: number;
}

export class HttpTransport implements Transport {
  readonly #api: string;
  readonly #fetch: Fetch;
  readonly #timeout: number;

  constructor({ api, fetch = globalThis.fetch.bind(globalThis), timeout = defaultTimeout }: HttpTransportOptions) {
    this.#api = api.replace(/\/+$/, "");
    this.#fetch = fetch;
    this.#timeout = timeout;
  }

  async open(context: OpeningContext, signal: AbortSignal): Promise<OpenedConversation> {
    return decodeOpened(await this.#call("POST", "/conversations", signal, { ...context }));
  }

  async send(turn: Turn, id: string, signal: AbortSignal): Promise<Said> {
    return decodeSaid(await this.#call("POST", "/messages", signal, { ...turn, turn: id }));
  }

  follow(after: string, onPushed: (pushed: Pushed) => void, signal: AbortSignal): Promise<void> {
    return follow(this.#fetch, { url: `${this.#api}/events`, after, onPushed, signal });
  }

  async history(signal: AbortSignal): Promise<Said> {
    return decodeSaid(await this.#call("GET", "/messages", signal));
  }

  async rate(messageId: string, rating: Rating, signal: AbortSignal): Promise<Rating> {
    const body = {
      message_id: messageId,
      value: rating.value,
      ...(rating.reason !== null && { reason: rating.reason }),
      ...(rating.comment !== null && { comment: rating.comment }),
    };
    return decodeRating(await this.#call("POST", "/ratings", signal, body));
  }

  async erase(signal: AbortSignal): Promise<void> {
    await this.#call("DELETE", "/conversations/current", signal);
  }

  async forms(signal: AbortSignal): Promise<readonly Card[]> {
    return decodeCards(await this.#call("GET", "/forms", signal));
  }

  async form(id: string, signal: AbortSignal): Promise<FormDefinition> {
    return decodeForm(await this.#call("GET", `/forms/${encodeURIComponent(id)}`, signal));
  }

  async sent(signal: AbortSignal): Promise<readonly Acknowledgement[]> {
    return decodeSent(await this.#call("GET", "/requests", signal));
  }

  async sendRequest(request: NewRequest, files: readonly File[], signal: AbortSignal): Promise<Acknowledgement> {
    if (files.length === 0) return decodeAcknowledgement(await this.#call("POST", "/requests", signal, { ...request }));
    const body = new FormData();
    body.set("request", JSON.stringify(request));
    for (const file of files) body.append("attachments", file);
    return decodeAcknowledgement(await this.#call("POST", "/requests", signal, body, uploadTimeout));
  }

  #call(
    method: RequestOptions["method"],
    path: string,
    signal: AbortSignal,
    body?: Fields | FormData,
    timeout = this.#timeout,
  ): Promise<unknown> {
    const common = { method, url: this.#api + path, signal, timeout };
    return request(this.#fetch, body === undefined ? common : { ...common, body });
  }
}
