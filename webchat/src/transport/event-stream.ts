/** One event of a `text/event-stream`. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Reads a stream to its end and tells each event; comments, by which a silent server shows that it
 * lives, are passed over. The events' ids are those of the messages inside.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: StreamEvent) => void,
  onAlive: () => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let kept = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onAlive();
    const blocks = (kept + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
    kept = blocks.pop() ?? "";
    blocks.map(eventIn).filter((event) => event !== null).forEach(onEvent);
  }
}

function eventIn(block: string): StreamEvent | null {
  const lines = block.split(/\r?\n/);
  const values = (field: string) =>
    lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).replace(/^ /, ""));
  const data = values("data");
  return data.length === 0 ? null : { name: values("event")[0] ?? "message", data: data.join("\n") };
}
