import type { Acknowledgement, FormDefinition, FormField } from "../src/contract";

/** Forms as the gateway sends them; a test names only what it is about. */

export function field(fields: Partial<FormField> = {}): FormField {
  return {
    id: "subject",
    label: "Objet de votre demande",
    kind: "text",
    required: true,
    max_length: 120,
    help: "En quelques mots.",
    autocomplete: null,
    options: [],
    value: "",
    ...fields,
  };
}

export function form(fields: Partial<FormDefinition> = {}): FormDefinition {
  return {
    id: "F06",
    title: "Autres questions",
    purpose: "Écrire librement.",
    demonstration: true,
    fields: [field(), field({ id: "message", label: "Votre demande", kind: "long_text", value: "où est mon avis" })],
    attachments: { count: 2, bytes: 1000, media_types: ["application/pdf"], labels: ["PDF"] },
    ...fields,
  };
}

export const freeForm = form();

export const acknowledgement: Acknowledgement = {
  number: "2026-AB12-CD34",
  form: "F06",
  title: "Autres questions",
  created_at: "2026-02-14T09:00:00Z",
  attachments: [],
};

export function file(name: string, size = 10, type = "application/pdf"): File {
  return new File([new Uint8Array(size)], name, { type });
}
