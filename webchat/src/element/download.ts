/** Hands a text file to the reader; it is made in the page and asked of nobody. */
export function downloadText(name: string, content: string): void {
  const link = document.createElement("a");
  // The mark tells old text editors that the accents are UTF-8.
  link.href = URL.createObjectURL(new Blob(["\uFEFF", content], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
