import type { ReactiveController, ReactiveControllerHost } from "lit";
import { spokenLocale } from "../texts";
import type { Voice } from "../view/voice";
import { Dictation } from "../voice/dictation";
import { Reading } from "../voice/reading";

/** Dictation and reading aloud: off until the citizen asks, forgotten when the page closes. */
export class VoiceController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #dictation = new Dictation();
  readonly #reading = new Reading();
  #connection = new AbortController();
  #allowed = false;
  #listening = false;
  #refused = false;
  #wanted = false;
  #utterances = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get view(): Voice {
    const offered = Reading.offered;
    return {
      dictation: {
        offered: Dictation.offered,
        allowed: this.#allowed,
        listening: this.#listening,
        refused: this.#refused,
      },
      reading: {
        offered,
        wanted: this.#wanted,
        speaking: this.#utterances > 0,
        local: offered && this.#reading.isLocal(spokenLocale),
      },
    };
  }

  hostConnected(): void {
    this.#connection = new AbortController();
    Reading.onVoices(() => {
      this.#host.requestUpdate();
    }, this.#connection.signal);
  }

  hostDisconnected(): void {
    this.#connection.abort();
    this.silence();
  }

  /** Closes the microphone and stops the voice, as when the panel closes. */
  silence(): void {
    this.#dictation.abort();
    this.stopReading();
  }

  readonly allowDictation = (allowed: boolean): void => {
    this.#allowed = allowed;
    this.#refused = false;
    if (!allowed) this.#dictation.abort();
    this.#host.requestUpdate();
  };

  /** Opens the microphone, or closes it when it is open. */
  dictate(heard: (words: string) => void): void {
    if (this.#listening) {
      this.#dictation.stop();
      return;
    }
    this.#listening = true;
    this.#refused = false;
    const ended = (refused: boolean): void => {
      this.#listening = false;
      this.#refused = refused;
      this.#host.requestUpdate();
    };
    this.#dictation.start(spokenLocale, { heard, ended });
    this.#host.requestUpdate();
  }

  readonly readAloud = (wanted: boolean): void => {
    this.#wanted = wanted;
    if (!wanted) this.stopReading();
    this.#host.requestUpdate();
  };

  say(words: string): void {
    if (!this.#wanted) return;
    this.#utterances += 1;
    this.#reading.say(words, spokenLocale, () => {
      this.#utterances = Math.max(0, this.#utterances - 1);
      this.#host.requestUpdate();
    });
    this.#host.requestUpdate();
  }

  stopReading(): void {
    if (this.#utterances === 0) return;
    this.#utterances = 0;
    this.#reading.stop();
    this.#host.requestUpdate();
  }
}
