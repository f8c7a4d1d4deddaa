import { texts } from "../texts";
import { RequestTimedOut, ServerRefused, ServerUnreachable } from "../transport/errors";
import type { Failure } from "./state";

export function failureOf(error: unknown): Failure {
  if (error instanceof ServerRefused) {
    const { publicMessage, correlationId } = error.refusal;
    return { message: publicMessage ?? texts.failures.server, reference: correlationId };
  }
  return { message: messageOf(error), reference: null };
}

function messageOf(error: unknown): string {
  if (error instanceof RequestTimedOut) return texts.failures.timedOut;
  if (error instanceof ServerUnreachable) return texts.failures.network;
  return texts.failures.server;
}

/** The server may have taken the request even though no answer came back. */
export function isUncertain(error: unknown): boolean {
  return error instanceof RequestTimedOut || error instanceof ServerUnreachable;
}

export function sessionEnded(error: unknown): boolean {
  return error instanceof ServerRefused && error.sessionEnded;
}

/** The request itself was refused: another one would be refused too, the service is not down. */
export function isRefusal(error: unknown): error is ServerRefused {
  return error instanceof ServerRefused && !error.serverAtFault;
}
