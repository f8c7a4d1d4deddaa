import type { Rating } from "../contract";

/** What the citizen can do; the views call, the element answers. */
export interface Actions {
  readonly open: () => void;
  readonly close: () => void;
  readonly type: (draft: string) => void;
  readonly submit: () => void;
  readonly choose: (choiceId: string) => void;
  readonly retry: () => void;
  readonly rate: (messageId: string, rating: Rating) => void;
  readonly askErasure: () => void;
  readonly cancelErasure: () => void;
  readonly confirmErasure: () => void;
}
