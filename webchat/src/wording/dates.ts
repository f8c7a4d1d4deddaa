const longDate = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

/** "2026-01-01" → "1er janvier 2026"; anything that is not an ISO day is left as it is. */
export function frenchDate(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}/.test(day)) return day;
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  // French typography writes the first of the month as an ordinal; Intl does not.
  return longDate.format(date).replace(/^1 /, "1er ");
}
