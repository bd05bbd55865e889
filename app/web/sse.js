// Server-sent events out of a stream of text, as the HTML standard reads them.

/**
 * The messages of a response's body, each as it is complete. Comments are handed over as null, as a sign of life.
 * @param {ReadableStream<Uint8Array>} body
 * @yields {{id: string, event: string, data: string, retry: number|null}|null}
 */
export async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let message = empty();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith(":")) yield null;
        else if (line !== "") take(message, line);
        else {
          if (message.data !== null || message.retry !== null) yield message;
          message = empty(message.id);
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

const empty = (id = "") => ({ id, event: "message", data: null, retry: null });

function take(message, line) {
  const colon = line.indexOf(":");
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (field === "data") message.data = message.data === null ? value : `${message.data}\n${value}`;
  else if (field === "event" || field === "id") message[field] = value;
  else if (field === "retry" && /^\d+$/.test(value)) message.retry = Number(value);
}
