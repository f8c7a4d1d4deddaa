import { vi } from "vitest";
import type { Message, OpenedConversation, Said } from "../src/contract";
import type { Transport } from "../src/transport/transport";
import { acknowledgement, freeForm } from "./forms";
import { greeting } from "./messages";

export function openedWith(messages: readonly Message[]): OpenedConversation {
  return { messages, notice: null, ratingReasons: [{ id: "unclear", label: "La réponse n'est pas claire" }], messageLength: 500 };
}

export function said(...messages: readonly Message[]): Said {
  return { messages, notice: null };
}

/** A gateway that opens with a greeting and has nothing more to say until told. */
export function fakeTransport() {
  return {
    open: vi.fn<Transport["open"]>().mockResolvedValue(openedWith([greeting])),
    send: vi.fn<Transport["send"]>().mockResolvedValue(said()),
    follow: vi.fn<Transport["follow"]>(() => new Promise(() => undefined)),
    history: vi.fn<Transport["history"]>().mockResolvedValue(said()),
    rate: vi.fn<Transport["rate"]>((_, rating) => Promise.resolve(rating)),
    erase: vi.fn<Transport["erase"]>().mockResolvedValue(undefined),
    forms: vi.fn<Transport["forms"]>().mockResolvedValue([]),
    form: vi.fn<Transport["form"]>().mockResolvedValue(freeForm),
    sent: vi.fn<Transport["sent"]>().mockResolvedValue([]),
    sendRequest: vi.fn<Transport["sendRequest"]>().mockResolvedValue(acknowledgement),
  } satisfies Transport;
}
