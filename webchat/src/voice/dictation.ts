/** The part of the Web Speech API that is used; TypeScript's own library does not hold it. */
interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  start(): void;
  stop(): void;
  abort(): void;
}

interface HeardEvent extends Event {
  readonly results: Iterable<Iterable<{ readonly transcript: string }>>;
}

interface FailedEvent extends Event {
  readonly error: string;
}

/** Nobody spoke, or the citizen closed the microphone. */
const harmless: readonly string[] = ["no-speech", "aborted"];

type RecognitionClass = new () => Recognition;

export interface DictationListener {
  readonly heard: (words: string) => void;
  /** The microphone closed; `refused` when it never could be used. */
  readonly ended: (refused: boolean) => void;
}

/** One dictation: the microphone is open from `start` until a silence, `stop` or `abort`. */
export class Dictation {
  #recognition: Recognition | null = null;

  static get offered(): boolean {
    return recognitionClass() !== null;
  }

  start(locale: string, { heard, ended }: DictationListener): void {
    const Engine = recognitionClass();
    if (Engine === null) return;
    const recognition = new Engine();
    let refused = false;
    recognition.lang = locale;
    recognition.addEventListener("result", (event) => {
      heard(wordsIn(event as HeardEvent));
    });
    recognition.addEventListener("error", (event) => {
      refused = !harmless.includes((event as FailedEvent).error);
    });
    recognition.addEventListener("end", () => {
      this.#recognition = null;
      ended(refused);
    });
    this.#recognition = recognition;
    recognition.start();
  }

  /** Closes the microphone; what was already said is still transcribed. */
  stop(): void {
    this.#recognition?.stop();
  }

  abort(): void {
    this.#recognition?.abort();
  }
}

function recognitionClass(): RecognitionClass | null {
  const names = globalThis as Record<string, unknown>;
  const found = names["SpeechRecognition"] ?? names["webkitSpeechRecognition"];
  return typeof found === "function" ? (found as RecognitionClass) : null;
}

function wordsIn({ results }: HeardEvent): string {
  return [...results].map((alternatives) => [...alternatives][0]?.transcript.trim() ?? "").join(" ");
}
