/** What the gateway sends, as its public contract writes it. */

export interface Choice {
  readonly id: string;
  readonly title: string;
}

export type CardKind = "service" | "form" | "contact" | "elsewhere";

export interface Card {
  readonly kind: CardKind;
  readonly title: string;
  readonly path: readonly string[];
  readonly href: string | null;
  readonly purpose: string;
  /** The title is ours, for the demonstration, and not the administration's. */
  readonly demonstration: boolean;
  /** The form that can be filled beside the conversation. */
  readonly form: string | null;
  /** That the telephone line is closed at this moment, and when it opens. */
  readonly now: string | null;
}

export interface Source {
  readonly title: string;
  readonly href: string | null;
  readonly date: string | null;
}

export type RatingValue = "up" | "down";

export interface Rating {
  readonly value: RatingValue;
  readonly reason: string | null;
  readonly comment: string | null;
}

export interface RatingReason {
  readonly id: string;
  readonly label: string;
}

interface Identified {
  readonly id: string;
  readonly at: string;
  readonly text: string;
}

export interface CitizenMessage extends Identified {
  readonly kind: "citizen";
}

export interface TextMessage extends Identified {
  readonly kind: "text";
  readonly choices: readonly Choice[];
  readonly cards: readonly Card[];
}

export interface AnswerMessage extends Identified {
  readonly kind: "answer";
  readonly topic: string;
  readonly choices: readonly Choice[];
  readonly cards: readonly Card[];
  readonly sources: readonly Source[];
  readonly reviewed_on: string;
  readonly valid_until: string | null;
  readonly rating: Rating | null;
}

export interface OutageMessage extends Identified {
  readonly kind: "outage";
  readonly cards: readonly Card[];
}

export type Message = CitizenMessage | TextMessage | AnswerMessage | OutageMessage;

/** What the operator wants everybody to read before anything else. */
export interface Notice {
  readonly text: string;
  readonly assistantOff: boolean;
}

/** Messages in the order they were said, and what stands above them. */
export interface Said {
  readonly messages: readonly Message[];
  readonly notice: Notice | null;
}

/** What a stream tells: something that was said, or what stands above it now. */
export type Pushed =
  | { readonly kind: "message"; readonly message: Message }
  | { readonly kind: "notice"; readonly notice: Notice | null };

export interface OpenedConversation extends Said {
  readonly ratingReasons: readonly RatingReason[];
  readonly messageLength: number;
}

/** Where the conversation takes place; the gateway has defaults for both. */
export interface OpeningContext {
  readonly collection?: string;
  readonly audience?: string;
}

/** What a citizen sends: words, or a choice that the server offered. */
export type Turn = { readonly text: string } | { readonly choice: string };

export type FieldKind = "text" | "long_text" | "date" | "year" | "amount" | "choice";

export interface FormField {
  readonly id: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly max_length: number;
  readonly help: string;
  readonly autocomplete: string | null;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What the conversation suggests; "" for nothing. */
  readonly value: string;
}

export interface AttachmentRules {
  readonly count: number;
  /** Of one file. */
  readonly bytes: number;
  readonly media_types: readonly string[];
  readonly labels: readonly string[];
}

export interface FormDefinition {
  readonly id: string;
  readonly title: string;
  readonly purpose: string;
  readonly demonstration: boolean;
  readonly fields: readonly FormField[];
  readonly attachments: AttachmentRules | null;
}

/** A form as its author confirmed it; the key stays the same when the sending is repeated. */
export interface NewRequest {
  readonly form: string;
  readonly topic?: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly idempotency_key: string;
}

export interface Acknowledgement {
  readonly number: string;
  readonly form: string;
  readonly title: string;
  readonly created_at: string;
  readonly attachments: readonly string[];
}
