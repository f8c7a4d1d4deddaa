/**
 * Shows the last turn from its beginning, so that a long answer is read from its first line.
 * Only the log scrolls: `scrollIntoView` would move the host page too.
 */
export function showLastTurn(log: HTMLElement | null): void {
  if (log === null) return;
  const questions = log.querySelectorAll<HTMLElement>('[data-kind="citizen"]');
  const last = [...questions].at(-1);
  log.scrollTop = last === undefined ? 0 : last.offsetTop - log.offsetTop;
}
