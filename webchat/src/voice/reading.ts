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
  isLocal(language: string): boolean {
    return voiceFor(language)?.localService === true;
  }

  say(words: string, language: string, ended: () => void): void {
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.lang = language;
    utterance.voice = voiceFor(language);
    utterance.addEventListener("end", ended);
    utterance.addEventListener("error", ended);
    speechSynthesis.speak(utterance);
  }

  stop(): void {
    speechSynthesis.cancel();
  }
}

function voiceFor(language: string): SpeechSynthesisVoice | null {
  const spoken = speechSynthesis.getVoices().filter(({ lang }) => lang.toLowerCase().startsWith(language));
  return spoken.find(({ localService }) => localService) ?? spoken[0] ?? null;
}
