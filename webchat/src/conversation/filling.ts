import type { Acknowledgement, NewRequest } from "../contract";
import { RequestAborted, ServerRefused } from "../transport/errors";
import type { Transport } from "../transport/transport";
import { failureOf, isConflict, sessionEnded } from "./failures";
import { attachments, opening, type FillingState } from "./filling-state";
import { acceptFiles, mistakeOf, mistakesIn } from "./mistakes";
import { newId } from "./new-id";

/** What is kept over a reload: all but the files, which a page cannot keep. */
export interface FormDraft {
  readonly values: Readonly<Record<string, string>>;
  readonly key: string | null;
  readonly files: number;
}

export interface FormDrafts {
  read(form: string): FormDraft | null;
  write(form: string, draft: FormDraft | null): void;
}

export type Landmark = "request-title" | "request-step" | "request-mistakes";

export interface FillingOptions {
  readonly transport: Transport;
  readonly drafts: FormDrafts;
  readonly onChange: () => void;
  /** Where the reader, who asked for it, is to be led. */
  readonly onMove: (landmark: Landmark) => void;
  readonly onSent: (acknowledgement: Acknowledgement) => void;
  readonly onSessionEnded: () => void;
}

/** One form filled beside the conversation: asks the transport, keeps the draft, knows no page. */
export class Filling {
  #state: FillingState | null = null;
  /** Stands for one content: drawn when it is read back, forgotten when it changes. */
  #key: string | null = null;
  #lifetime = new AbortController();
  readonly #options: FillingOptions;

  constructor(options: FillingOptions) {
    this.#options = options;
  }

  get state(): FillingState | null {
    return this.#state;
  }

  async open(form: string, topic: string | null): Promise<void> {
    this.close();
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    this.#become(opening(form, topic));
    this.#options.onMove("request-title");
    try {
      const { transport } = this.#options;
      const [definition, sent] = await Promise.all([transport.form(form, signal), transport.sent(signal)]);
      const draft = this.#options.drafts.read(form);
      this.#key = draft?.files === 0 ? draft.key : null;
      this.#change({
        definition,
        busy: false,
        values: { ...Object.fromEntries(definition.fields.map(({ id, value }) => [id, value])), ...draft?.values },
        filesLost: draft !== null && draft.files > 0,
        numbers: sent.filter((told) => told.form === form).map(({ number }) => number),
      });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The draft stays. */
  close(): void {
    this.#lifetime.abort();
    this.#become(null);
  }

  fill(id: string, value: string): void {
    if (this.#state === null) return;
    this.#edit({ values: { ...this.#state.values, [id]: value } });
  }

  attach(chosen: readonly File[]): void {
    const rules = this.#state?.definition?.attachments ?? null;
    if (this.#state === null || rules === null) return;
    const { files, mistake } = acceptFiles(rules, this.#state.files, chosen);
    const others = Object.entries(this.#state.mistakes).filter(([id]) => id !== attachments);
    this.#edit({ files, filesLost: false, mistakes: { ...Object.fromEntries(others), ...mistakeOf(mistake) } });
  }

  detach(file: File): void {
    if (this.#state !== null) this.#edit({ files: this.#state.files.filter((kept) => kept !== file) });
  }

  review(): void {
    if (this.#state?.definition == null) return;
    const mistakes = mistakesIn(this.#state.definition, this.#state.values);
    const right = Object.keys(mistakes).length === 0;
    if (right) this.#key ??= newId();
    this.#change({ mistakes, failure: null, step: right ? "reviewing" : "filling" });
    this.#keep();
    this.#options.onMove(right ? "request-step" : "request-mistakes");
  }

  correct(): void {
    this.#change({ step: "filling", failure: null });
    this.#options.onMove("request-step");
  }

  async retry(): Promise<void> {
    const { state } = this;
    if (state?.definition === null) await this.open(state.form, state.topic);
    else if (this.#key === null) this.review();
    else await this.send();
  }

  async send(): Promise<void> {
    if (this.#state === null || this.#state.busy || this.#key === null) return;
    const { form, topic, values, files } = this.#state;
    const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
    const request: NewRequest = { form, fields: filled, idempotency_key: this.#key, ...(topic !== null && { topic }) };
    this.#change({ busy: true, failure: null });
    try {
      const acknowledgement = await this.#options.transport.sendRequest(request, files, this.#lifetime.signal);
      this.#options.drafts.write(form, null);
      this.#key = null;
      this.#change({ busy: false, step: "sent", acknowledgement });
      this.#options.onMove("request-step");
      this.#options.onSent(acknowledgement);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (error instanceof RequestAborted || this.#state === null) return;
    const told = error instanceof ServerRefused ? Object.entries(error.refusal.fields) : [];
    if (told.length > 0) {
      const mistakes = Object.fromEntries(told.map(([id, words]) => [id, { words }]));
      this.#change({ busy: false, step: "filling", mistakes });
      this.#options.onMove("request-mistakes");
      return;
    }
    const failed = { busy: false, failure: failureOf(error) };
    // Another content has this key already: read back once more, this one gets its own.
    if (isConflict(error)) this.#edit({ ...failed, step: "filling" });
    else this.#change(failed);
    if (sessionEnded(error)) this.#options.onSessionEnded();
  }

  #edit(changed: Partial<FillingState>): void {
    this.#key = null;
    this.#change(changed);
    this.#keep();
  }

  #keep(): void {
    if (this.#state === null) return;
    const { form, values, files } = this.#state;
    this.#options.drafts.write(form, { values, key: this.#key, files: files.length });
  }

  #change(changed: Partial<FillingState>): void {
    if (this.#state !== null) this.#become({ ...this.#state, ...changed });
  }

  #become(state: FillingState | null): void {
    this.#state = state;
    this.#options.onChange();
  }
}
