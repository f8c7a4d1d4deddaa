import type { Message, OpeningContext, Rating } from "../contract";
import type { Transport } from "../transport/transport";

/** Keeps what is typed and not sent yet. */
export interface Drafts {
  read(): string;
  write(draft: string): void;
}

export interface ConversationOptions {
  readonly transport: Transport;
  readonly drafts: Drafts;
  /** Read at each opening, since the host page may change it. */
  readonly context: () => OpeningContext;
  /** Milliseconds between two messages of the assistant; 0 shows them all at once. */
  readonly pause: number;
  readonly onChange: () => void;
  readonly onMessage: (message: Message) => void;
  readonly onRating: (messageId: string, rating: Rating) => void;
}
