/** The two shapes that plain text may take on the page. */
export type TextBlock =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] };

const bullet = "- ";

/** Empty lines separate paragraphs; lines that begin with "- " are list items. */
export function textBlocks(text: string): TextBlock[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/\n[^\S\n]*\n/)
    .flatMap(blocksOfPart);
}

function blocksOfPart(part: string): TextBlock[] {
  const lines = part.split("\n").filter((line) => line.trim() !== "");
  return runs(lines).map((run) =>
    isItem(run[0]) ? { kind: "list", items: run.map(itemText) } : { kind: "paragraph", text: run.join("\n") },
  );
}

/** Groups neighbouring lines of the same sort. */
function runs(lines: readonly string[]): string[][] {
  const grouped: string[][] = [];
  for (const line of lines) {
    const last = grouped.at(-1);
    if (last !== undefined && isItem(last[0]) === isItem(line)) last.push(line);
    else grouped.push([line]);
  }
  return grouped;
}

function isItem(line: string | undefined): boolean {
  return line?.startsWith(bullet) ?? false;
}

function itemText(line: string): string {
  return line.slice(bullet.length).trim();
}
