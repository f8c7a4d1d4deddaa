/**
 * Plain words from words that may bear Markdown: a voice would read its signs aloud, and the page
 * shows them as they are. The address of a link is dropped; cards and sources bear the links.
 */
export function withoutMarkdown(text: string): string {
  return text
    .replace(/^#{1,6} +/gm, "")
    .replace(/^[*+] +/gm, "- ")
    .replace(/\[([^\]\n]+)\]\([^)\s]+\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)(.+?)\1/g, "$2")
    .replace(/`([^`\n]+)`/g, "$1");
}
