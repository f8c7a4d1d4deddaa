import type {
  Acknowledgement,
  Card,
  FormDefinition,
  NewRequest,
  OpenedConversation,
  OpeningContext,
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
  send(turn: Turn, signal: AbortSignal): Promise<Said>;
  history(signal: AbortSignal): Promise<Said>;
  rate(messageId: string, rating: Rating, signal: AbortSignal): Promise<Rating>;
  erase(signal: AbortSignal): Promise<void>;
  forms(signal: AbortSignal): Promise<readonly Card[]>;
  form(id: string, signal: AbortSignal): Promise<FormDefinition>;
  /** The acknowledgements of this conversation. */
  sent(signal: AbortSignal): Promise<readonly Acknowledgement[]>;
  sendRequest(request: NewRequest, files: readonly File[], signal: AbortSignal): Promise<Acknowledgement>;
}
