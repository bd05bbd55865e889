// Parses server-sent events as the HTML standard specifies.

/**
 * Yield the messages of a response's body as each is complete, and null for a comment, which is a heartbeat.
 * @param {ReadableStream<Uint8Array>} body
 * @yields {{id: string, event: string, data: string, retry: number|null}|null}
 */
export async function* parseMessages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let message = emptyMessage();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith(":")) yield null;
        else if (line !== "") readField(message, line);
        else {
          if (message.data !== null || message.retry !== null) yield message;
          message = emptyMessage(message.id);
        }
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

const emptyMessage = (id = "") => ({ id, event: "message", data: null, retry: null });

function readField(message, line) {
  const colon = line.indexOf(":");
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (field === "data") message.data = message.data === null ? value : `${message.data}\n${value}`;
  else if (field === "event" || field === "id") message[field] = value;
  else if (field === "retry" && /^\d+$/.test(value)) message.retry = Number(value);
}
