import type { Language } from "../texts";

const locales: Readonly<Record<Language, string>> = { fr: "fr-FR", en: "en-GB" };

/** "2026-01-01" → "1er janvier 2026"; anything that is not an ISO day is left as it is. */
export function longDate(day: string, language: Language): string {
  if (!/^\d{4}-\d{2}-\d{2}/.test(day)) return day;
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return written(date, language, { dateStyle: "long", timeZone: "UTC" });
}

/** The day and the minute on the reader's own clock; nothing for what is no moment. */
export function longMoment(moment: Date, language: Language): string {
  if (Number.isNaN(moment.getTime())) return "";
  return written(moment, language, { dateStyle: "long", timeStyle: "short" });
}

function written(date: Date, language: Language, options: Intl.DateTimeFormatOptions): string {
  const text = new Intl.DateTimeFormat(locales[language], options).format(date);
  // French typography writes the first of the month as an ordinal; Intl does not.
  return language === "fr" ? text.replace(/^1 /, "1er ") : text;
}
