import type { AnswerMessage, Card, CitizenMessage, OutageMessage, TextMessage } from "../src/contract";

/** Messages as the gateway sends them; a test names only what it is about. */

const at = "2026-02-14T09:00:00Z";

export function citizen(fields: Partial<CitizenMessage> = {}): CitizenMessage {
  return { kind: "citizen", id: "citizen-1", at, text: "Je ne peux pas payer", ...fields };
}

export function text(fields: Partial<TextMessage> = {}): TextMessage {
  return { kind: "text", id: "text-1", at, text: "Bonjour.", choices: [], cards: [], ...fields };
}

export function answer(fields: Partial<AnswerMessage> = {}): AnswerMessage {
  return {
    kind: "answer",
    id: "answer-1",
    at,
    topic: "demander_delai_paiement",
    text: "Vous pouvez demander un délai.",
    choices: [],
    cards: [],
    sources: [],
    reviewed_on: "2026-02-14",
    valid_until: null,
    rating: null,
    ...fields,
  };
}

export function outage(fields: Partial<OutageMessage> = {}): OutageMessage {
  return { kind: "outage", id: "outage-1", at, text: "L'assistant est en panne.", cards: [], ...fields };
}

export function card(fields: Partial<Card> = {}): Card {
  return {
    kind: "service",
    title: "Payer en ligne",
    path: ["Espace particulier", "Paiements"],
    href: "https://www.impots.gouv.fr/accueil",
    purpose: "Payer votre impôt.",
    demonstration: false,
    form: null,
    now: null,
    ...fields,
  };
}

export const delayChoice = { id: "choice-delay", title: "Demander un délai" };
export const addressChoice = { id: "choice-address", title: "Changer d'adresse" };

/** A greeting with two choices. */
export const greeting = text({ id: "greeting", choices: [delayChoice, addressChoice] });
