/** Reads aloud with the voices of the browser, one made on the device whenever there is one. */
export class Reading {
  static get offered(): boolean {
    return "speechSynthesis" in globalThis && typeof globalThis.SpeechSynthesisUtterance === "function";
  }

  /** Browsers name their voices late, after having named none. */
  static onVoices(listener: () => void, signal: AbortSignal): void {
    if (Reading.offered) speechSynthesis.addEventListener("voiceschanged", listener, { signal });
  }

  /** The device makes the voice itself: nothing of the text leaves it. */
  isLocal(locale: string): boolean {
    return voiceFor(locale)?.localService === true;
  }

  say(words: string, locale: string, ended: () => void): void {
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = locale;
    utterance.voice = voiceFor(locale);
    utterance.addEventListener("end", ended);
    utterance.addEventListener("error", ended);
    speechSynthesis.speak(utterance);
  }

  stop(): void {
    speechSynthesis.cancel();
  }
}

/** A voice of the language, of whatever country. */
function voiceFor(locale: string): SpeechSynthesisVoice | null {
  const language = locale.slice(0, 2);
  const spoken = speechSynthesis.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith(language));
  return spoken.find(({ localService }) => localService) ?? spoken[0] ?? null;
}
