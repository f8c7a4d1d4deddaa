const focusable = "button, a[href], textarea, input, select, summary, [tabindex='0']";

/** Keeps Tab inside `panel`: when it hides the page, focus behind it would be lost to the eye. */
export function trapTab(event: KeyboardEvent, panel: HTMLElement, active: Element | null): void {
  if (event.key !== "Tab") return;
  const stops = [...panel.querySelectorAll<HTMLElement>(focusable)].filter(isReachable);
  const [first, last] = [stops.at(0), stops.at(-1)];
  const [edge, other] = event.shiftKey ? [first, last] : [last, first];
  if (active === edge) {
    event.preventDefault();
    other?.focus();
  }
}

/** What is hidden, or inside closed details, takes no focus. */
function isReachable(element: HTMLElement): boolean {
  if (element.closest("[hidden]") !== null) return false;
  const details = element.closest("details");
  return details === null || details.open || element.localName === "summary";
}
