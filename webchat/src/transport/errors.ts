/**
 * TransportError
 * ├── RequestAborted      the caller gave up
 * ├── RequestTimedOut     no answer in time
 * ├── ServerUnreachable   the network failed before an answer
 * ├── ServerRefused       the server answered with an error status
 * └── AnswerUnreadable    the answer is not what the contract says
 */
export abstract class TransportError extends Error {}

export class RequestAborted extends TransportError {
  override readonly name = "RequestAborted";
}

export class RequestTimedOut extends TransportError {
  override readonly name = "RequestTimedOut";
}

export class ServerUnreachable extends TransportError {
  override readonly name = "ServerUnreachable";
}

export class AnswerUnreadable extends TransportError {
  override readonly name = "AnswerUnreadable";
}

export interface Refusal {
  readonly status: number;
  readonly code: string | null;
  /** In French, written for the citizen; null when a proxy answered in the gateway's place. */
  readonly publicMessage: string | null;
  readonly correlationId: string | null;
  /** Seconds, when the server says how long to wait. */
  readonly retryAfter: number | null;
  /** What to correct in a form, by field. */
  readonly fields: Readonly<Record<string, string>>;
}

export class ServerRefused extends TransportError {
  override readonly name = "ServerRefused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`The server refused the request: ${String(refusal.status)} ${refusal.code ?? ""}`.trim());
    this.refusal = refusal;
  }

  get sessionEnded(): boolean {
    return this.refusal.status === 401 && this.refusal.code === "session_required";
  }

  get serverAtFault(): boolean {
    return this.refusal.status >= 500;
  }
}
