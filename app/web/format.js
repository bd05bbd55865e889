// Formats dates, durations and costs for readers.

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** The day of a visit; visits are dated in UTC. */
export const formatDate = (iso) => DATE.format(new Date(iso));

/** A date and time in the reader's time zone. */
export const formatDateTime = (iso) => DATE_TIME.format(new Date(iso));

/** Milliseconds as minutes and seconds. */
export function formatDuration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes ? `${minutes} min ${String(seconds % 60).padStart(2, "0")} s` : `${seconds} s`;
}

/** A decimal string of US dollars; null where a price is unknown. */
export function formatCost(dollars) {
  if (dollars === null) return "not known";
  return Number(dollars) === 0 ? "$0" : `$${Number(dollars).toFixed(4)}`;
}
