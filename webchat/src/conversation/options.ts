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
  readonly onChange: () => void;
  readonly onMessage: (message: Message) => void;
  readonly onRating: (messageId: string, rating: Rating) => void;
}

interface OpeningAttributes {
  readonly collection: string | null;
  readonly audience: string | null;
}

export function contextOf({ collection, audience }: OpeningAttributes): OpeningContext {
  return { ...(collection !== null && { collection }), ...(audience !== null && { audience }) };
}
