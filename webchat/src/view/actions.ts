import type { Rating } from "../contract";
import type { Filling } from "../conversation/filling";
import type { Texts } from "../texts";

/** What the citizen can do; the views call, the element answers. */
export interface Actions {
  readonly open: () => void;
  readonly close: () => void;
  readonly type: (draft: string) => void;
  readonly submit: () => void;
  readonly choose: (choiceId: string) => void;
  readonly correct: () => void;
  readonly retry: () => void;
  readonly rate: (messageId: string, rating: Rating) => void;
  readonly toggleOptions: () => void;
  readonly download: () => void;
  readonly allowDictation: (allowed: boolean) => void;
  readonly dictate: () => void;
  readonly readAloud: (wanted: boolean) => void;
  readonly stopReading: () => void;
  readonly askErasure: () => void;
  readonly cancelErasure: () => void;
  readonly confirmErasure: () => void;
  readonly openForm: (form: string, topic: string | null) => void;
}

/** What the citizen can do in a form. */
export type RequestActions = Pick<Filling, "fill" | "attach" | "detach" | "review" | "correct" | "send" | "retry"> & {
  readonly leave: () => void;
};

/** What every view is made with. */
export interface Ui {
  readonly texts: Texts;
  readonly actions: Actions;
}
