import type { ReactiveControllerHost } from "lit";
import type { OpeningContext } from "../contract";
import { Conversation } from "../conversation/conversation";
import { HttpTransport } from "../transport/http-transport";
import { spokenWords } from "../wording/spoken";
import { tabDrafts } from "./drafts";
import { emit } from "./events";
import type { VoiceController } from "./voice-controller";

/** Milliseconds between two messages of one reply. */
const writingPause = 600;

interface ConversationHost extends ReactiveControllerHost, HTMLElement {
  readonly api: string;
  readonly collection: string | null;
  readonly audience: string | null;
}

/** A conversation with the gateway that the element names; what it says becomes events and voice. */
export function conversationOf(host: ConversationHost, voice: VoiceController): Conversation {
  return new Conversation({
    transport: new HttpTransport({ api: host.api }),
    drafts: tabDrafts,
    context: () => contextOf(host),
    pause: writingPause,
    onChange: () => {
      host.requestUpdate();
    },
    onMessage: (message) => {
      emit(host, "econtacts-message", { id: message.id, kind: message.kind });
      if (message.kind !== "citizen") voice.say(spokenWords(message));
    },
    onRating: (messageId, { value }) => {
      emit(host, "econtacts-rating", { messageId, value });
    },
  });
}

function contextOf({ collection, audience }: ConversationHost): OpeningContext {
  return { ...(collection !== null && { collection }), ...(audience !== null && { audience }) };
}
