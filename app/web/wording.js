// Dates, lengths of time and money as a reader sees them.

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** The day of a visit; visits are dated in UTC. */
export const day = (iso) => DAY.format(new Date(iso));

/** A moment in the reader's own time. */
export const moment = (iso) => MOMENT.format(new Date(iso));

/** Milliseconds as minutes and seconds. */
export function length(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes ? `${minutes} min ${String(seconds % 60).padStart(2, "0")} s` : `${seconds} s`;
}

/** A decimal string of US dollars; null is a price that nobody knows. */
export function money(dollars) {
  if (dollars === null) return "not known";
  return Number(dollars) === 0 ? "$0" : `$${Number(dollars).toFixed(4)}`;
}
