import { RequestTimedOut, ServerRefused, ServerUnreachable } from "../transport/errors";
import type { Failure, FailureKind } from "./state";

const calmRefusals: Readonly<Record<number, FailureKind>> = { 409: "pending", 429: "tooMany" };

export function failureOf(error: unknown): Failure {
  if (!(error instanceof ServerRefused)) return { kind: kindOf(error), message: null, reference: null, retryAfter: null };
  const { status, publicMessage, correlationId, retryAfter } = error.refusal;
  const kind = calmRefusals[status];
  // Nothing is broken: neither the server's own words nor a reference for the support are of use.
  if (kind !== undefined) return { kind, message: null, reference: null, retryAfter };
  return { kind: "server", message: publicMessage, reference: correlationId, retryAfter };
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof RequestTimedOut) return "timedOut";
  return error instanceof ServerUnreachable ? "network" : "server";
}

export function sessionEnded(error: unknown): boolean {
  return error instanceof ServerRefused && error.sessionEnded;
}

/** The request itself was refused: another one would be refused too, the service is not down. */
export function isRefusal(error: unknown): error is ServerRefused {
  return error instanceof ServerRefused && !error.serverAtFault;
}
