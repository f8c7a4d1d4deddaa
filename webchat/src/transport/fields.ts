import { AnswerUnreadable } from "./errors";

/** Readers for one field of an answer; each rejects what the contract does not say. */

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) throw new AnswerUnreadable("an object was expected");
  return value;
}

export function textOf(value: unknown): string {
  if (typeof value !== "string") throw new AnswerUnreadable("a text was expected");
  return value;
}

export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new AnswerUnreadable(`"${name}" is not a text`);
  return value;
}

export function textOrNullIn(fields: Fields, name: string): string | null {
  return fields[name] === null || fields[name] === undefined ? null : textIn(fields, name);
}

export function flagIn(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== "boolean") throw new AnswerUnreadable(`"${name}" is not true or false`);
  return value;
}

export function countIn(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1) {
    throw new AnswerUnreadable(`"${name}" is not a positive whole number`);
  }
  return value;
}

export function oneOf<const Allowed extends string>(
  fields: Fields,
  name: string,
  allowed: readonly Allowed[],
): Allowed {
  const found = allowed.find((candidate) => candidate === fields[name]);
  if (found === undefined) throw new AnswerUnreadable(`"${name}" is not one of ${allowed.join(", ")}`);
  return found;
}

export function listIn<Item>(fields: Fields, name: string, read: (item: unknown) => Item): Item[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new AnswerUnreadable(`"${name}" is not a list`);
  return value.map(read);
}

/** Only web addresses become links: a `javascript:` address would run in the host page. */
export function linkIn(fields: Fields, name: string): string | null {
  const href = textOrNullIn(fields, name);
  return href !== null && /^(https?:\/\/|\/(?!\/))/i.test(href) ? href : null;
}
