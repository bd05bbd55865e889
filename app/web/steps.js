// The names of steps, waves and states. Which tasks there are, the service says: tasks.js is made from its generators.

import { TASKS } from "./tasks.js";

export const WAVES = ["Transcript", "Wave 1", "Wave 2", "Wave 3"];

const provider = (what) => Object.keys(TASKS).find((task) => TASKS[task].provides === what);
export const LABELING = provider("roles");
export const SCREEN = provider("risk_state");

const documents = Object.entries(TASKS).filter(([, { document }]) => document !== null);

/** The tasks that write the patient's documents, by the document's name. */
export const DOCUMENTS = Object.fromEntries(documents.map(([task, { document }]) => [document.name, task]));
const DOCUMENT_OF_WAVE = Object.fromEntries(documents.map(([, { document }]) => [document.key, document.name]));
const TASK_OF_EVENT = Object.fromEntries(Object.entries(TASKS).map(([task, { event }]) => [event, task]));

// A state is shown by a word and a shape; colour only repeats it.
export const STATES = {
  missing: { word: "not yet", mark: "○", kind: "open" },
  stale: { word: "out of date", mark: "◔", kind: "open" },
  waiting: { word: "waiting", mark: "·", kind: "waiting" },
  running: { word: "running", mark: "▸", kind: "running" },
  success: { word: "done", mark: "✓", kind: "done" },
  reused: { word: "done", mark: "✓", kind: "done" },
  rules: { word: "rules alone", mark: "✓", kind: "done" },
  given: { word: "given", mark: "✓", kind: "done" },
  held: { word: "held", mark: "◆", kind: "held" },
  insufficient: { word: "too little", mark: "–", kind: "little" },
  failed: { word: "failed", mark: "✗", kind: "failed" },
  skipped: { word: "skipped", mark: "⤫", kind: "failed" },
  cancelled: { word: "cancelled", mark: "■", kind: "failed" },
};

export const RUN_STATES = {
  queued: "queued",
  running: "running",
  completed: "completed",
  partial: "ended, some steps failed",
  failed: "failed",
  cancelled: "cancelled",
};

const UNFINISHED = new Set(["waiting", "running"]);
const MISSING = new Set(["missing", "stale", "failed", "skipped", "cancelled"]);
const ACTIVE = new Set(["queued", "running"]);
const RUN_END = "RUN_END";
const VERSION_RELEASE = "VERSION_RELEASE";

/** Whether a step of a run has still to end. */
export const isUnfinished = (status) => UNFINISHED.has(status);

/** Whether a run that starts what is missing would do this step. */
export const isMissing = (status) => MISSING.has(status);

/** Whether a run has still to end. */
export const isActive = (run) => ACTIVE.has(run.status);

/** The task that an event is about; null for an event about a whole phase, a whole run, or a version's release. */
export const taskOf = (event) => TASK_OF_EVENT[event.event] ?? null;

/** Whether an event is the end of a run. */
export const endsRun = (event) => event.event === RUN_END;

/** The documents that an event may have changed: one that was written or released, both after a screen, by which
 * versions may be held. */
export function changedDocuments(event) {
  if (event.status !== "success") return [];
  if (taskOf(event) === SCREEN) return Object.keys(DOCUMENTS);
  const name = DOCUMENT_OF_WAVE[event.wave];
  const changes = event.event === VERSION_RELEASE || taskOf(event) === DOCUMENTS[name];
  return name !== undefined && changes ? [name] : [];
}

/** Whether after an event the screens may say otherwise. */
export const changesRisk = (event) => event.status === "success" && taskOf(event) === SCREEN;

/** The wave of a task, 0 to 3. */
export const waveOf = (task) => TASKS[task]?.wave ?? 1;

/** A task as a reader calls it. */
export const nameOf = (task) => TASKS[task]?.name ?? task.replaceAll("_", " ");
