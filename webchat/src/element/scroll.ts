/** Where a turn begins: the citizen's words, or an outage that answers none. */
const beginnings = '[data-kind="citizen"], :not([data-kind="citizen"]) + [data-kind="outage"]';

/**
 * Shows the last turn from its beginning, so that a long answer is read from its first line.
 * Only the log scrolls: `scrollIntoView` would move the host page too.
 */
export function showLastTurn(log: HTMLElement | null): void {
  if (log === null) return;
  const last = [...log.querySelectorAll<HTMLElement>(beginnings)].at(-1);
  log.scrollTop = last === undefined ? 0 : last.offsetTop - log.offsetTop;
}
