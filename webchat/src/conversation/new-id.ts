/** A name for a turn or a request that nobody else draws; `randomUUID` would want a secure page. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
