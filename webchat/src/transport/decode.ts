import type {
  Card,
  Choice,
  Message,
  Notice,
  OpenedConversation,
  Pushed,
  Rating,
  RatingReason,
  Said,
  Source,
} from "../contract";
import {
  countIn,
  fieldsOf,
  flagIn,
  isFields,
  linkIn,
  listIn,
  oneOf,
  textIn,
  textOf,
  textOrNullIn,
  type Fields,
} from "./fields";

const cardKinds = ["service", "form", "contact", "elsewhere"] as const;

export function decodeOpened(answer: unknown): OpenedConversation {
  const fields = fieldsOf(answer);
  return {
    ...decodeSaid(answer),
    ratingReasons: listIn(fields, "rating_reasons", decodeReason),
    messageLength: countIn(fields, "message_length"),
  };
}

/** A kind that this version does not know is passed over, so that the server may move first. */
export function decodeSaid(answer: unknown): Said {
  const fields = fieldsOf(answer);
  return {
    messages: listIn(fields, "messages", decodeMessage).filter((message) => message !== null),
    notice: decodeNotice(fields),
  };
}

/** An event or a message of a kind that this version does not know is passed over. */
export function decodePushed(name: string, data: unknown): Pushed | null {
  if (name === "notice") return { kind: "notice", notice: decodeNotice(fieldsOf(data)) };
  const message = name === "message" ? decodeMessage(data) : null;
  return message === null ? null : { kind: "message", message };
}

function decodeNotice({ notice: fields }: Fields): Notice | null {
  if (!isFields(fields)) return null;
  return { text: textIn(fields, "text"), assistantOff: flagIn(fields, "assistant_off") };
}

export function decodeCards(answer: unknown): Card[] {
  return listIn(fieldsOf(answer), "cards", decodeCard);
}

export function decodeRating(answer: unknown): Rating {
  const fields = fieldsOf(answer);
  return {
    value: oneOf(fields, "value", ["up", "down"]),
    reason: textOrNullIn(fields, "reason"),
    comment: textOrNullIn(fields, "comment"),
  };
}

function decodeMessage(item: unknown): Message | null {
  const fields = fieldsOf(item);
  const common = { id: textIn(fields, "id"), at: textIn(fields, "at"), text: textIn(fields, "text") };
  switch (textIn(fields, "kind")) {
    case "citizen":
      return { kind: "citizen", ...common };
    case "text":
      return { kind: "text", ...common, ...decodeOffers(fields) };
    case "answer":
      return { kind: "answer", ...common, ...decodeOffers(fields), ...decodeProof(fields) };
    case "outage":
      return { kind: "outage", ...common, cards: listIn(fields, "cards", decodeCard) };
    default:
      return null;
  }
}

function decodeOffers(fields: Fields): { choices: Choice[]; cards: Card[] } {
  return {
    choices: listIn(fields, "choices", decodeChoice),
    cards: listIn(fields, "cards", decodeCard),
  };
}

function decodeProof(fields: Fields) {
  return {
    topic: textIn(fields, "topic"),
    sources: listIn(fields, "sources", decodeSource),
    reviewed_on: textIn(fields, "reviewed_on"),
    valid_until: textOrNullIn(fields, "valid_until"),
    rating: isFields(fields["rating"]) ? decodeRating(fields["rating"]) : null,
  };
}

function decodeChoice(item: unknown): Choice {
  const fields = fieldsOf(item);
  return { id: textIn(fields, "id"), title: textIn(fields, "title") };
}

function decodeCard(item: unknown): Card {
  const fields = fieldsOf(item);
  return {
    kind: oneOf(fields, "kind", cardKinds),
    title: textIn(fields, "title"),
    path: listIn(fields, "path", textOf),
    href: linkIn(fields, "href"),
    purpose: textIn(fields, "purpose"),
    demonstration: flagIn(fields, "demonstration"),
    form: textOrNullIn(fields, "form"),
    now: textOrNullIn(fields, "now"),
  };
}

function decodeSource(item: unknown): Source {
  const fields = fieldsOf(item);
  return {
    title: textIn(fields, "title"),
    href: linkIn(fields, "href"),
    date: textOrNullIn(fields, "date"),
  };
}

function decodeReason(item: unknown): RatingReason {
  const fields = fieldsOf(item);
  return { id: textIn(fields, "id"), label: textIn(fields, "label") };
}
