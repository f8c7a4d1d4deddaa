import type { Acknowledgement, FormDefinition } from "../contract";
import type { Failure } from "./state";

/** What the page can tell by itself; the server tells the rest in its own words. */
export type MistakeCode = "required" | "choose" | "date" | "year" | "amount" | "tooLong" | "files" | "fileType" | "fileSize";

export type Mistake = { readonly code: MistakeCode } | { readonly words: string };

export type Mistakes = Readonly<Record<string, Mistake>>;

/** Named like a field where mistakes are told. */
export const attachments = "attachments";

export interface FillingState {
  readonly form: string;
  /** The topic of the answer that offered the form. */
  readonly topic: string | null;
  /** Null until it has come. */
  readonly definition: FormDefinition | null;
  readonly step: "filling" | "reviewing" | "sent";
  readonly busy: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly files: readonly File[];
  /** Files were chosen before a reload, which loses them. */
  readonly filesLost: boolean;
  readonly mistakes: Mistakes;
  readonly failure: Failure | null;
  readonly acknowledgement: Acknowledgement | null;
  /** Of the requests sent earlier with this form. */
  readonly numbers: readonly string[];
}

export function opening(form: string, topic: string | null): FillingState {
  return {
    form,
    topic,
    definition: null,
    step: "filling",
    busy: true,
    values: {},
    files: [],
    filesLost: false,
    mistakes: {},
    failure: null,
    acknowledgement: null,
    numbers: [],
  };
}
