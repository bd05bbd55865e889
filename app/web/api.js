// The service over HTTP: the key, answers as values or as one of two failures, and what time it is there.

const KEY = "therabridge.key";
let ahead = Infinity; // milliseconds by which the browser's clock is ahead of the service's, at most

/** The service refused; `status` and `code` are those of its problem. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The service answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? null;
  }
}

/** The service cannot be reached, or cannot answer now. */
export class Unreachable extends Error {}

/** Keep a service key for as long as this tab lives. */
export const keepKey = (key) => sessionStorage.setItem(KEY, key);

/** A GET's JSON. Throws Refused, Unreachable. */
export const get = async (path) => (await call(path)).json();

/** A POST's JSON, of a route that takes no body. Throws Refused, Unreachable. */
export const post = async (path) => (await call(path, { method: "POST" })).json();

/** A response with status 2xx. Throws Refused, Unreachable. */
export async function call(path, { headers = {}, ...options } = {}) {
  const key = sessionStorage.getItem(KEY);
  const sent = key ? { ...headers, Authorization: `Bearer ${key}` } : headers;
  const answer = await reached(fetch(path, { ...options, headers: sent, cache: "no-store" }));
  compareClocks(answer.headers.get("date"));
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  if (answer.status >= 500) throw new Unreachable(problem.detail ?? `The service answered ${answer.status}.`);
  throw new Refused(answer.status, problem);
}

/** What time it is for the service, in milliseconds; runs are dated by its clock. */
export const serviceNow = () => Date.now() - (Number.isFinite(ahead) ? ahead : 0);

// An answer's date is cut to the second and comes late, so the smallest difference seen is the nearest.
function compareClocks(date) {
  const difference = Date.now() - Date.parse(date);
  if (difference < ahead) ahead = difference;
}

async function reached(answer) {
  try {
    return await answer;
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Unreachable("The service cannot be reached.");
  }
}
