import type { Message } from "../contract";
import type { Texts } from "../texts";
import { transcript } from "../wording/transcript";

export function downloadTranscript(messages: readonly Message[], texts: Texts): void {
  const now = new Date();
  downloadText(`conversation-${now.toISOString().slice(0, 10)}.txt`, transcript(messages, now, texts));
}

/** Hands a text file to the reader; it is made in the page and asked of nobody. */
function downloadText(name: string, content: string): void {
  const link = document.createElement("a");
  // The mark tells old text editors that the accents are UTF-8.
  link.href = URL.createObjectURL(new Blob(["\uFEFF", content], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
