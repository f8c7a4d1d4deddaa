const announcedSteps = [0, 10, 20, 50];

/**
 * The step worth announcing when `remaining` characters are left, null while the end is far.
 * Steps, because a count spoken at every key would cover the citizen's own typing.
 */
export function announcedStep(remaining: number): number | null {
  return announcedSteps.find((step) => remaining <= step) ?? null;
}
