// HTTP requests to the service, with its key; an answer is a value or one of two errors. Estimates the server's clock.

const KEY = "therabridge.key";
let clockOffset = Infinity; // milliseconds, at most, by which the browser's clock is ahead of the server's

/** The service refused a request; `status` and `code` are those of its problem+json. */
export class RequestRefused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The service answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? null;
  }
}

/** The service cannot be reached, or cannot answer now. */
export class ServiceUnavailable extends Error {}

/** Store a service key for the lifetime of this tab. */
export const storeKey = (key) => sessionStorage.setItem(KEY, key);

/** A GET's JSON. Throws RequestRefused, ServiceUnavailable. */
export const get = async (path) => (await call(path)).json();

/** A POST's JSON, of a route that takes no body. Throws RequestRefused, ServiceUnavailable. */
export const post = async (path) => (await call(path, { method: "POST" })).json();

/** A response with status 2xx. Throws RequestRefused, ServiceUnavailable. */
export async function call(path, { headers = {}, ...options } = {}) {
  const key = sessionStorage.getItem(KEY);
  const sent = key ? { ...headers, Authorization: `Bearer ${key}` } : headers;
  const answer = await unavailableIfBroken(fetch(path, { ...options, headers: sent, cache: "no-store" }));
  updateClockOffset(answer.headers.get("date"));
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  if (answer.status >= 500) throw new ServiceUnavailable(problem.detail ?? `The service answered ${answer.status}.`);
  throw new RequestRefused(answer.status, problem);
}

/** The server's time in milliseconds, by which runs are dated. */
export const serverNow = () => Date.now() - (Number.isFinite(clockOffset) ? clockOffset : 0);

// The Date header is cut to the second and arrives late, so the smallest difference seen is the best estimate.
function updateClockOffset(date) {
  const difference = Date.now() - Date.parse(date);
  if (difference < clockOffset) clockOffset = difference;
}

async function unavailableIfBroken(response) {
  try {
    return await response;
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new ServiceUnavailable("The service cannot be reached.");
  }
}
