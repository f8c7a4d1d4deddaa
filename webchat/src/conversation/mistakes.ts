import type { AttachmentRules, FormDefinition, FormField } from "../contract";
import { attachments, type Mistake, type MistakeCode, type Mistakes } from "./filling-state";

const shapes: Partial<Record<FormField["kind"], readonly [RegExp, MistakeCode]>> = {
  date: [/^(\d{1,2}[/. -]\d{1,2}[/. -]\d{4}|\d{4}-\d{2}-\d{2})$/, "date"],
  year: [/^(19|20)\d{2}$/, "year"],
  amount: [/^\d{1,9}([.,]\d{1,2})?$/, "amount"],
};

/** What the page can see; the server reads again and may see more. */
export function mistakesIn(definition: FormDefinition, values: Readonly<Record<string, string>>): Mistakes {
  const seen = definition.fields.map((field): [string, MistakeCode | null] => [field.id, codeOf(field, (values[field.id] ?? "").trim())]);
  return Object.fromEntries(seen.flatMap(([id, code]) => (code === null ? [] : [[id, { code }]])));
}

function codeOf({ kind, required, max_length }: FormField, value: string): MistakeCode | null {
  if (value === "") return required ? (kind === "choice" ? "choose" : "required") : null;
  const [shape, code] = shapes[kind] ?? [];
  if (shape !== undefined && code !== undefined) return shape.test(kind === "amount" ? value.replace(/[\s€]/g, "") : value) ? null : code;
  return value.length > max_length ? "tooLong" : null;
}

/** The files that may be kept, and why others may not. */
export function acceptFiles(
  { count, bytes, media_types }: AttachmentRules,
  kept: readonly File[],
  chosen: readonly File[],
): { files: readonly File[]; mistake: Mistake | null } {
  const typed = chosen.filter(({ type }) => media_types.includes(type));
  const light = typed.filter(({ size }) => size <= bytes);
  const files = [...kept, ...light];
  const code: MistakeCode | null =
    typed.length < chosen.length ? "fileType" : light.length < typed.length ? "fileSize" : files.length > count ? "files" : null;
  return { files: files.slice(0, count), mistake: code === null ? null : { code } };
}

export function mistakeOf(mistake: Mistake | null): Mistakes {
  return mistake === null ? {} : { [attachments]: mistake };
}
