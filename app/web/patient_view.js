// The view of a patient as a value: a snapshot, with events and runs applied to it. No DOM, no network, no clock.
//
// A tab that reloads, a second tab and a tab that outlived a restart of the server see the same events in the same
// order, but snapshots at different moments. So each cell keeps the number of the newest event that it knows of, and
// whatever is older than that changes nothing.

import { DOCUMENTS, LABELING, isMissing, isUnfinished, isActive, SCREEN, taskOf } from "./steps.js";

const derivedCells = new WeakMap();

/**
 * The view at a snapshot.
 * @param {{patient: string, last: number, engine: string, visits: {id, date, results, roles}[], runs: object[],
 *   documents: Record<string, {shown: object|null, held: string[]}>, risk: object[]}} snapshot `last` is the number of the newest
 *   event; `documents` are those that were written, by name
 */
export function createView({ patient, last, engine, visits, runs, documents, risk = [] }) {
  const cells = {};
  for (const visit of visits) {
    for (const task of Object.keys(visit.results)) cells[cellKey(visit.id, task)] = cellFromResult(visit, task, last);
  }
  const bare = {
    patient,
    last,
    engine,
    visits: visits.map(({ id, date }) => ({ id, date })),
    tasks: Object.keys(visits[0]?.results ?? {}),
    cells,
    runs: {},
    documents,
    risk,
  };
  return runs.reduce(applyRun, bare);
}

/** The view after an event. */
export function applyEvent(view, event) {
  const next = { ...view, last: Math.max(view.last, event.sequence) };
  const task = taskOf(event);
  const at = cellKey(event.session_id, task);
  const cell = view.cells[at];
  if (task === null || cell === undefined || event.sequence <= cell.seen) return next;
  return { ...next, cells: { ...view.cells, [at]: cellFromEvent(event) } };
}

/** The view with a run as the server tells it. A run that has ended adds what its results do not say: failures. */
export function applyRun(view, run) {
  const known = view.runs[run.run_id];
  if (known && known.last_event_id > run.last_event_id) return view;
  const followed = known !== undefined && isActive(known);
  const cells = { ...view.cells };
  for (const step of run.steps) {
    const at = cellKey(step.session_id, step.task);
    const cell = cells[at];
    if (cell === undefined) continue;
    const lays = isActive(run) || followed ? isNewerThan(view, run, step, cell) : explainsFailure(step, cell);
    if (lays) cells[at] = cellFromStep(run, step, cell);
  }
  return { ...view, cells, runs: { ...view.runs, [run.run_id]: run } };
}

/** The view without a run that was erased. */
export function removeRun(view, id) {
  const { [id]: _, ...runs } = view.runs;
  return { ...view, runs };
}

/** The view with documents as the server tells them; those that are left out stay. */
export const applyDocuments = (view, documents) => ({
  ...view,
  documents: { ...view.documents, ...documents },
});

/** The view with what the screens say now. */
export const applyRisk = (view, risk) => ({ ...view, risk });

/** The state of one task of one visit. A document that is done may be held, a screen be made by rules alone. */
export function cellAt(view, visit, task) {
  const cell = view.cells[cellKey(visit, task)];
  if (task === SCREEN && cell !== undefined) {
    const rules = cell.rules ?? view.engine === "offline";
    return rules && isDone(cell) ? withStatus(cell, "rules") : cell;
  }
  const name = Object.keys(DOCUMENTS).find((each) => DOCUMENTS[each] === task);
  if (name === undefined || cell === undefined) return cell;
  const held = view.documents[name] ? view.documents[name].held.includes(visit) : cell.held === true;
  return held && isDone(cell) ? withStatus(cell, "held") : cell;
}

const isDone = (cell) => cell.status === "success" || cell.status === "reused";

// The same object each time, so that whoever compares sees that nothing has changed.
function withStatus(cell, status) {
  if (!derivedCells.has(cell)) derivedCells.set(cell, { ...cell, status });
  return derivedCells.get(cell);
}

/** How many steps a run for this patient would have to do. */
export const countMissingSteps = (view) => Object.values(view.cells).filter((cell) => isMissing(cell.status)).length;

/** The run to show: one under way before one that has ended, the newest first; null without any. */
export function selectRun(view) {
  const order = (run) => `${isActive(run) ? 1 : 0} ${run.created_at}`;
  const runs = Object.values(view.runs).sort((a, b) => (order(a) < order(b) ? 1 : -1));
  return runs[0] ?? null;
}

/** How many steps of a run have ended. Events are ahead of the run as it was last read. */
export function countEndedSteps(view, run) {
  return run.steps.filter((step) => {
    const cell = cellAt(view, step.session_id, step.task);
    return !isUnfinished(cell !== undefined && cell.run === run.run_id ? cell.status : step.status);
  }).length;
}

const cellKey = (visit, task) => `${visit} ${task}`;

function cellFromResult({ results, roles }, task, last) {
  const envelope = results[task];
  let status = "missing";
  if (envelope !== null) status = envelope.stale ? "stale" : hasResult(envelope) ? "success" : "insufficient";
  else if (task === LABELING && roles !== null) status = "given";
  const why = status === "insufficient" ? envelope.reason : null;
  const held = envelope?.reason === "held";
  return { status, run: null, attempt: 0, seen: last, done: null, total: null, why, held, rules: isMadeByRules(envelope) };
}

// Whether no model has answered; undefined where there is nothing yet.
const isMadeByRules = (envelope) =>
  envelope?.generation && (envelope.generation.model === null || envelope.generation.engine === "offline");

// A held result exists, but is not sent.
const hasResult = (envelope) => envelope.result !== null || envelope.reason === "held";

function cellFromEvent(event) {
  const status = event.status === "started" || event.status === "progress" ? "running" : event.status;
  const { done = null, total = null } = status === "running" ? (event.details ?? {}) : {};
  const why = event.details?.reason ?? null;
  return { status, run: event.run_id, attempt: event.attempt, seen: event.sequence, done, total, why };
}

function cellFromStep(run, step, cell) {
  const same = cell.run === run.run_id && cell.status === step.status;
  const { done, total } = same ? cell : { done: null, total: null };
  const { status, attempt, error_code: why } = step;
  return { status, run: run.run_id, attempt, seen: Math.max(cell.seen, run.last_event_id), done, total, why };
}

// A step's row is closed a moment after its event, so a run read in between would reopen a step that has ended.
function isNewerThan(view, run, step, cell) {
  if (run.last_event_id < cell.seen) return false;
  if (cell.run === run.run_id) return isUnfinished(cell.status) || !isUnfinished(step.status) || step.attempt > cell.attempt;
  const owner = view.runs[cell.run];
  return owner === undefined || owner.created_at <= run.created_at;
}

const explainsFailure = (step, cell) => isMissing(cell.status) && isMissing(step.status);
