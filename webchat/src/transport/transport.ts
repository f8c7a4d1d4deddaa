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

/**
 * The gateway, as the conversation sees it. Every method rejects with a
 * `TransportError` and stops when `signal` is aborted.
 */
export interface Transport {
  open(context: OpeningContext, signal: AbortSignal): Promise<OpenedConversation>;
  /** `id` names this turn: sent again under it, it is said once. */
  send(turn: Turn, id: string, signal: AbortSignal): Promise<Said>;
  /** Tells what is said after message `after`, as it is said; resolves when the server has no more to tell. */
  follow(after: string, onPushed: (pushed: Pushed) => void, signal: AbortSignal): Promise<void>;
  history(signal: AbortSignal): Promise<Said>;
  rate(messageId: string, rating: Rating, signal: AbortSignal): Promise<Rating>;
  erase(signal: AbortSignal): Promise<void>;
  forms(signal: AbortSignal): Promise<readonly Card[]>;
  form(id: string, signal: AbortSignal): Promise<FormDefinition>;
  /** The acknowledgements of this conversation. */
  sent(signal: AbortSignal): Promise<readonly Acknowledgement[]>;
  sendRequest(request: NewRequest, files: readonly File[], signal: AbortSignal): Promise<Acknowledgement>;
}
