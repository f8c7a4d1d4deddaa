import type { Choice, Message } from "../contract";
import { acceptsTurn, type ConversationState } from "./state";

export interface ChoiceGroup {
  readonly choices: readonly Choice[];
  readonly active: boolean;
  readonly chosenId: string | null;
}

/** The choices under the message at `index`; only the latest message's can still be taken. */
export function choiceGroup(state: ConversationState, index: number): ChoiceGroup {
  const message = state.messages[index];
  const choices = message !== undefined && "choices" in message ? message.choices : [];
  return {
    choices,
    active: index === state.messages.length - 1 && acceptsTurn(state),
    chosenId: message === undefined ? null : chosenId(state, message, choices, state.messages[index + 1]),
  };
}

/** Who types the number of a choice takes that choice. */
export function numberedChoice(state: ConversationState, text: string): Choice | null {
  const group = choiceGroup(state, state.messages.length - 1);
  return group.active && /^\d{1,2}$/.test(text) ? (group.choices[Number(text) - 1] ?? null) : null;
}

export function isActiveChoice(state: ConversationState, choiceId: string): boolean {
  const group = choiceGroup(state, state.messages.length - 1);
  return group.active && group.choices.some(({ id }) => id === choiceId);
}

function chosenId(
  { chosen, phase }: ConversationState,
  message: Message,
  choices: readonly Choice[],
  reply: Message | undefined,
): string | null {
  const underWay = phase.name === "sending" && "choice" in phase.turn ? phase.turn.choice : null;
  const found = choices.find(
    ({ id, title }) =>
      id === chosen[message.id] ||
      (reply === undefined && id === underWay) ||
      // After a reload only the history remains: a choice taken reads as the citizen's next words.
      (reply?.kind === "citizen" && reply.text === title),
  );
  return found?.id ?? null;
}
