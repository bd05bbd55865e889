// Following a patient's events: connect, read, and come back after whatever breaks off.

import { call, Unreachable } from "./api.js";
import { messages } from "./sse.js";

const SILENCE = 45_000; // three of the service's signs of life
const SHORTEST = 500;
const LONGEST = 15_000;

/**
 * Hand over each event after number `from`, until `heard` answers false, or the service says that its history is gone:
 * then it is time to load anew. Throws Refused.
 * @param {(event: object) => boolean} heard
 * @param {(connected: boolean) => void} connection told whenever the connection comes or goes
 */
export async function follow(patient, from, heard, connection) {
  let last = from;
  let wait = SHORTEST;
  for (;;) {
    try {
      for await (const message of stream(patient, last)) {
        // A stream that ended in peace, as each does after a while, is nothing to speak of.
        if (wait !== null) connection(true);
        wait = null;
        if (message?.event === "reset") return;
        if (message?.event !== "progress") continue;
        const event = JSON.parse(message.data);
        last = event.sequence;
        if (!heard(event)) return;
      }
    } catch (failure) {
      if (!(failure instanceof Unreachable)) throw failure;
      connection(false);
    }
    wait = Math.min(LONGEST, wait === null ? SHORTEST : wait * 2);
    await pause(jittered(wait));
  }
}

/** A promise for later; in milliseconds. */
export const pause = (length) => new Promise((done) => setTimeout(done, length));

/** A length between its half and itself, so that many tabs do not come back at once. */
export const jittered = (length) => length * (0.5 + Math.random() / 2);

async function* stream(patient, last) {
  const abandoned = new AbortController();
  let silence = 0;
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => abandoned.abort(), SILENCE);
  };
  const headers = { Accept: "text/event-stream", "Last-Event-ID": String(last) };
  alive();
  try {
    const answer = await call(`/v1/patients/${patient}/events`, { headers, signal: abandoned.signal });
    yield null;
    for await (const message of messages(answer.body)) {
      alive();
      yield message;
    }
  } catch (failure) {
    // A connection that breaks while it is read fails as a TypeError.
    if (failure.name === "AbortError" || failure instanceof TypeError) throw new Unreachable(failure.message);
    throw failure;
  } finally {
    clearTimeout(silence);
    abandoned.abort();
  }
}
