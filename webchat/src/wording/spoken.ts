import type { Message } from "../contract";
import { spokenLanguage, textsIn } from "../texts";
import { withoutMarkdown } from "./markdown";

/** What a voice says of a message: its words, where it leads and the replies that it offers. */
export function spokenWords(message: Message): string {
  const { cards } = textsIn(spokenLanguage);
  const led = "cards" in message ? message.cards.map(({ kind, title }) => `${cards.kinds[kind]} : ${title}.`) : [];
  const offered = "choices" in message ? message.choices.map(({ title }, index) => `${String(index + 1)} : ${title}.`) : [];
  return [withoutMarkdown(message.text), ...led, ...offered].join("\n");
}
