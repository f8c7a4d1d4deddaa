import type { CitizenMessage } from "../contract";
import { choiceGroup } from "./choices";
import { acceptsTurn, type ConversationState } from "./state";

/** The citizen's last message, if it was typed: a choice is corrected by another choice. */
export function correctable(state: ConversationState): CitizenMessage | null {
  const index = state.messages.findLastIndex(({ kind }) => kind === "citizen");
  const message = state.messages[index];
  if (message?.kind !== "citizen") return null;
  return choiceGroup(state, index - 1).chosenId === null ? message : null;
}

/** Words that were not sent yet are not thrown away for older ones. */
export function mayCorrect(state: ConversationState): boolean {
  return acceptsTurn(state) && state.draft === "";
}
