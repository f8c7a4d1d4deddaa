import { vi } from "vitest";
import type { Message } from "../../src/contract";
import { Conversation } from "../../src/conversation/conversation";
import { ServerRefused } from "../../src/transport/errors";
import { fakeTransport } from "../fake-transport";

export function refusal(status: number, code: string): ServerRefused {
  return new ServerRefused({ status, code, publicMessage: "Message du serveur.", correlationId: "c-1", retryAfter: null, fields: {} });
}

export const sessionEnded = refusal(401, "session_required");

/** What a tab keeps of the text not sent yet. */
export function fakeDrafts(kept = "") {
  return { read: () => kept, write: vi.fn<(draft: string) => void>() };
}

function conversationWith(transport = fakeTransport(), drafts = fakeDrafts()) {
  const onMessage = vi.fn<(message: Message) => void>();
  const onRating = vi.fn();
  const context = () => ({ audience: "particulier" });
  const conversation = new Conversation({ transport, drafts, context, pause: 0, onChange: vi.fn(), onMessage, onRating });
  return { conversation, transport, drafts, onMessage, onRating };
}

export async function startedWith(transport = fakeTransport(), drafts = fakeDrafts()) {
  const parts = conversationWith(transport, drafts);
  await parts.conversation.start();
  return parts;
}

export async function say(conversation: Conversation, words: string): Promise<void> {
  conversation.type(words);
  await conversation.submit();
}
