// A patient's event stream: connects, reads, and reconnects with a growing delay after any failure.

import { call, ServiceUnavailable } from "./api.js";
import { parseMessages } from "./sse.js";

const MAX_SILENCE = 45_000; // three of the server's heartbeats
const MIN_DELAY = 500;
const MAX_DELAY = 15_000;

/**
 * Pass each event after number `from` to `onEvent`, until that returns false or the server says that its history is
 * gone; then the patient has to be loaded again. Throws RequestRefused.
 * @param {(event: object) => boolean} onEvent
 * @param {(connected: boolean) => void} onConnection called when the connection opens or is lost
 */
export async function followEvents(patient, from, onEvent, onConnection) {
  let last = from;
  let wait = MIN_DELAY;
  for (;;) {
    try {
      for await (const message of stream(patient, last)) {
        // Streams end normally after a while; only a failed one is reported as lost.
        if (wait !== null) onConnection(true);
        wait = null;
        if (message?.event === "reset") return;
        if (message?.event !== "progress") continue;
        const event = JSON.parse(message.data);
        last = event.sequence;
        if (!onEvent(event)) return;
      }
    } catch (failure) {
      if (!(failure instanceof ServiceUnavailable)) throw failure;
      onConnection(false);
    }
    wait = Math.min(MAX_DELAY, wait === null ? MIN_DELAY : wait * 2);
    await sleep(withJitter(wait));
  }
}

/** Resolve after so many milliseconds. */
export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Between half of a delay and all of it, so that many tabs do not reconnect at once. */
export const withJitter = (delay) => delay * (0.5 + Math.random() / 2);

async function* stream(patient, last) {
  const aborter = new AbortController();
  let timer = 0;
  const resetTimeout = () => {
    clearTimeout(timer);
    timer = setTimeout(() => aborter.abort(), MAX_SILENCE);
  };
  const headers = { Accept: "text/event-stream", "Last-Event-ID": String(last) };
  resetTimeout();
  try {
    const answer = await call(`/v1/patients/${patient}/events`, { headers, signal: aborter.signal });
    yield null;
    for await (const message of parseMessages(answer.body)) {
      resetTimeout();
      yield message;
    }
  } catch (failure) {
    // A connection that breaks while it is read fails as a TypeError.
    if (failure.name === "AbortError" || failure instanceof TypeError) throw new ServiceUnavailable(failure.message);
    throw failure;
  } finally {
    clearTimeout(timer);
    aborter.abort();
  }
}
