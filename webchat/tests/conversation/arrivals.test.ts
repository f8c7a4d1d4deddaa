import { describe, expect, it } from "vitest";
import { initialState, type ConversationState } from "../../src/conversation/state";
import { arrived, caughtUp, next, sending } from "../../src/conversation/transitions";
import { answer, citizen, greeting, text } from "../messages";

const first = text({ id: "a" });
const second = text({ id: "b" });
const third = answer({ id: "c" });

function after(...messages: ConversationState["messages"]): ConversationState {
  return { ...initialState, phase: { name: "ready" }, messages };
}

function ids(state: ConversationState): string[] {
  return state.messages.map(({ id }) => id);
}

describe("a reply of several messages", () => {
  const state = arrived(after(greeting), [citizen(), first, second, third]);

  it("begins at once", () => {
    expect(ids(state)).toEqual(["greeting", "citizen-1", "a"]);
  });

  it("goes on one message after the other, in order", () => {
    expect(ids(next(state))).toEqual(["greeting", "citizen-1", "a", "b"]);
    expect(ids(next(next(state)))).toEqual(["greeting", "citizen-1", "a", "b", "c"]);
    expect(next(next(state)).coming).toEqual([]);
  });

  it("is whole as soon as the citizen goes on", () => {
    const sent = sending(state, { text: "Autre chose" });
    expect(ids(sent)).toEqual(["greeting", "citizen-1", "a", "b", "c"]);
    expect(caughtUp(sent)).toEqual(sent);
  });

  it("holds nothing twice when it arrives twice", () => {
    const again = arrived(state, [citizen(), first, second, third]);
    expect(ids(caughtUp(again))).toEqual(["greeting", "citizen-1", "a", "b", "c"]);
  });

  it("does not keep the next question waiting", () => {
    const asked = arrived(after(greeting), [citizen(), first, citizen({ id: "citizen-2" }), second]);
    expect(ids(asked)).toEqual(["greeting", "citizen-1", "a", "citizen-2", "b"]);
  });
});
