import type { Acknowledgement, AttachmentRules, FormDefinition, FormField } from "../contract";
import { countIn, fieldsOf, flagIn, isFields, listIn, oneOf, textIn, textOf, textOrNullIn } from "./fields";

const kinds = ["text", "long_text", "date", "year", "amount", "choice"] as const;

export function decodeForm(answer: unknown): FormDefinition {
  const form = fieldsOf(answer);
  return {
    id: textIn(form, "id"),
    title: textIn(form, "title"),
    purpose: textIn(form, "purpose"),
    demonstration: flagIn(form, "demonstration"),
    fields: listIn(form, "fields", decodeField),
    attachments: isFields(form["attachments"]) ? decodeRules(form["attachments"]) : null,
  };
}

export function decodeSent(answer: unknown): Acknowledgement[] {
  return listIn(fieldsOf(answer), "requests", decodeAcknowledgement);
}

export function decodeAcknowledgement(answer: unknown): Acknowledgement {
  const told = fieldsOf(answer);
  return {
    number: textIn(told, "number"),
    form: textIn(told, "form"),
    title: textIn(told, "title"),
    created_at: textIn(told, "created_at"),
    attachments: listIn(told, "attachments", textOf),
  };
}

function decodeField(item: unknown): FormField {
  const field = fieldsOf(item);
  return {
    id: textIn(field, "id"),
    label: textIn(field, "label"),
    kind: oneOf(field, "kind", kinds),
    required: flagIn(field, "required"),
    max_length: countIn(field, "max_length"),
    help: textIn(field, "help"),
    autocomplete: textOrNullIn(field, "autocomplete"),
    options: listIn(field, "options", (option) => ({
      value: textIn(fieldsOf(option), "value"),
      label: textIn(fieldsOf(option), "label"),
    })),
    value: textIn(field, "value"),
  };
}

function decodeRules(rules: unknown): AttachmentRules {
  const told = fieldsOf(rules);
  return {
    count: countIn(told, "count"),
    bytes: countIn(told, "bytes"),
    media_types: listIn(told, "media_types", textOf),
    labels: listIn(told, "labels", textOf),
  };
}
