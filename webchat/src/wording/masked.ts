export interface MessagePart {
  readonly text: string;
  readonly masked: boolean;
}

/** As the gateway writes it: "[numéro fiscal masqué]", "[adresse postale masquée]". */
const mark = /(\[[^[\]\n]{1,60} masquée?s?\])/;

/** The citizen's words, told apart from the marks of what the gateway masked in them. */
export function messageParts(text: string): MessagePart[] {
  return text
    .split(mark)
    .filter((part) => part !== "")
    .map((part) => ({ text: part, masked: mark.test(part) }));
}
