import type { Card, Message } from "../contract";
import type { Texts } from "../texts";
import { longMoment } from "./dates";
import { withoutMarkdown } from "./markdown";

/** The conversation as a plain text that its author keeps. */
export function transcript(messages: readonly Message[], now: Date, texts: Texts): string {
  const { title, saved } = texts.transcript;
  const heading = `${title}\n${saved(longMoment(now, texts.language))}\n`;
  return [heading, ...messages.map((message) => spoken(message, texts))].join("\n");
}

function spoken(message: Message, texts: Texts): string {
  const speaker = message.kind === "citizen" ? texts.log.citizen : texts.log.assistant;
  const moment = longMoment(new Date(message.at), texts.language);
  const lines = [moment === "" ? speaker : `${speaker} (${moment})`, words(message, texts), ...extras(message, texts)];
  return `${lines.join("\n")}\n`;
}

function words(message: Message, { outage }: Texts): string {
  if (message.kind === "citizen") return message.text;
  return withoutMarkdown(message.text === "" ? outage.withForms : message.text);
}

function extras(message: Message, texts: Texts): string[] {
  const cards = "cards" in message ? message.cards.map((card) => cardLine(card, texts)) : [];
  const choices = "choices" in message ? message.choices.map(({ title }, index) => `  ${String(index + 1)}. ${title}`) : [];
  const sources = message.kind === "answer" ? message.sources.map((source) => `  ${texts.transcript.source(linked(source))}`) : [];
  return [...cards, ...sources, ...choices];
}

function cardLine(card: Card, { cards }: Texts): string {
  const path = card.path.length === 0 ? "" : ` (${card.path.join(cards.step)})`;
  return `  ${cards.kinds[card.kind]} : ${linked({ title: card.title + path, href: card.href })}`;
}

function linked({ title, href }: { readonly title: string; readonly href: string | null }): string {
  return href === null ? title : `${title} <${href}>`;
}
