import { RequestTimedOut, ServerRefused, ServerUnreachable } from "../transport/errors";
import type { Failure, FailureKind } from "./state";

export function failureOf(error: unknown): Failure {
  if (!(error instanceof ServerRefused)) return { kind: kindOf(error), message: null, reference: null, retryAfter: null };
  const { publicMessage, correlationId, retryAfter } = error.refusal;
  const kind = calmKindOf(error);
  // Nothing is broken: neither the server's own words nor a reference for the support are of use.
  if (kind !== null) return { kind, message: null, reference: null, retryAfter };
  return { kind: "server", message: publicMessage, reference: correlationId, retryAfter };
}

/** The same moment later, it would be taken. */
function calmKindOf(error: ServerRefused): FailureKind | null {
  if (error.refusal.status === 429) return "tooMany";
  return error.refusal.status === 409 && !isConflict(error) ? "pending" : null;
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof RequestTimedOut) return "timedOut";
  return error instanceof ServerUnreachable ? "network" : "server";
}

export function sessionEnded(error: unknown): boolean {
  return error instanceof ServerRefused && error.sessionEnded;
}

/** Another request was sent under the same key. */
export function isConflict(error: unknown): boolean {
  return error instanceof ServerRefused && error.refusal.code === "request_conflict";
}

/** The request itself was refused: another one would be refused too, the service is not down. */
export function isRefusal(error: unknown): error is ServerRefused {
  return error instanceof ServerRefused && !error.serverAtFault;
}
