// What is known of a patient, as a value: a snapshot, then events and runs laid over it. No DOM, no network, no clock.
//
// A tab that reloads, a second tab and a tab that outlived a restart of the server see the same events in the same
// order, but snapshots at different moments. So each cell keeps the number of the newest event that it knows of, and
// whatever is older than that changes nothing.

import { DOCUMENTS, LABELING, isLacking, isOpen, isUnderWay, SCREEN, taskOf } from "./steps.js";

const markedCells = new WeakMap();

/**
 * The picture at a snapshot.
 * @param {{patient: string, last: number, engine: string, visits: {id, date, results, roles}[], runs: object[],
 *   documents: Record<string, {shown: object|null, held: string[]}>, risk: object[]}} snapshot `last` is the number of the newest
 *   event; `documents` are those that were written, by name
 */
export function pictureOf({ patient, last, engine, visits, runs, documents, risk = [] }) {
  const cells = {};
  for (const visit of visits) {
    for (const task of Object.keys(visit.results)) cells[place(visit.id, task)] = standing(visit, task, last);
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
  return runs.reduce(withRun, bare);
}

/** The picture after an event. */
export function afterEvent(picture, event) {
  const next = { ...picture, last: Math.max(picture.last, event.sequence) };
  const task = taskOf(event);
  const at = place(event.session_id, task);
  const cell = picture.cells[at];
  if (task === null || cell === undefined || event.sequence <= cell.seen) return next;
  return { ...next, cells: { ...picture.cells, [at]: cellOf(event) } };
}

/** The picture with a run as the server tells it. A run that has ended adds what its results do not say: failures. */
export function withRun(picture, run) {
  const known = picture.runs[run.run_id];
  if (known && known.last_event_id > run.last_event_id) return picture;
  const followed = known !== undefined && isUnderWay(known);
  const cells = { ...picture.cells };
  for (const step of run.steps) {
    const at = place(step.session_id, step.task);
    const cell = cells[at];
    if (cell === undefined) continue;
    const lays = isUnderWay(run) || followed ? overtakes(picture, run, step, cell) : explains(step, cell);
    if (lays) cells[at] = stepCell(run, step, cell);
  }
  return { ...picture, cells, runs: { ...picture.runs, [run.run_id]: run } };
}

/** The picture without a run that was erased. */
export function withoutRun(picture, id) {
  const { [id]: _, ...runs } = picture.runs;
  return { ...picture, runs };
}

/** The picture with documents as the server tells them; those that are left out stay. */
export const withDocuments = (picture, documents) => ({
  ...picture,
  documents: { ...picture.documents, ...documents },
});

/** The picture with what the screens say now. */
export const withRisk = (picture, risk) => ({ ...picture, risk });

/** The state of one task of one visit. A document that is done may be held, a screen be made by rules alone. */
export function cellAt(picture, visit, task) {
  const cell = picture.cells[place(visit, task)];
  if (task === SCREEN && cell !== undefined) {
    const rules = cell.rules ?? picture.engine === "offline";
    return rules && isDone(cell) ? marked(cell, "rules") : cell;
  }
  const name = Object.keys(DOCUMENTS).find((each) => DOCUMENTS[each] === task);
  if (name === undefined || cell === undefined) return cell;
  const held = picture.documents[name] ? picture.documents[name].held.includes(visit) : cell.held === true;
  return held && isDone(cell) ? marked(cell, "held") : cell;
}

const isDone = (cell) => cell.status === "success" || cell.status === "reused";

// The same object each time, so that whoever compares sees that nothing has changed.
function marked(cell, status) {
  if (!markedCells.has(cell)) markedCells.set(cell, { ...cell, status });
  return markedCells.get(cell);
}

/** How many steps a run for this patient would have to do. */
export const lacking = (picture) => Object.values(picture.cells).filter((cell) => isLacking(cell.status)).length;

/** The run to show: one under way before one that has ended, the newest first; null without any. */
export function shownRun(picture) {
  const order = (run) => `${isUnderWay(run) ? 1 : 0} ${run.created_at}`;
  const runs = Object.values(picture.runs).sort((a, b) => (order(a) < order(b) ? 1 : -1));
  return runs[0] ?? null;
}

/** How many steps of a run have ended. Events are ahead of the run as it was last told. */
export function endedSteps(picture, run) {
  return run.steps.filter((step) => {
    const cell = cellAt(picture, step.session_id, step.task);
    return !isOpen(cell !== undefined && cell.run === run.run_id ? cell.status : step.status);
  }).length;
}

const place = (visit, task) => `${visit} ${task}`;

function standing({ results, roles }, task, last) {
  const envelope = results[task];
  let status = "missing";
  if (envelope !== null) status = envelope.stale ? "stale" : isThere(envelope) ? "success" : "insufficient";
  else if (task === LABELING && roles !== null) status = "given";
  const why = status === "insufficient" ? envelope.reason : null;
  const held = envelope?.reason === "held";
  return { status, run: null, attempt: 0, seen: last, done: null, total: null, why, held, rules: byRules(envelope) };
}

// Whether no model has answered; undefined where there is nothing yet.
const byRules = (envelope) =>
  envelope?.generation && (envelope.generation.model === null || envelope.generation.engine === "offline");

// What is held has a result that is not told.
const isThere = (envelope) => envelope.result !== null || envelope.reason === "held";

function cellOf(event) {
  const status = event.status === "started" || event.status === "progress" ? "running" : event.status;
  const { done = null, total = null } = status === "running" ? (event.details ?? {}) : {};
  const why = event.details?.reason ?? null;
  return { status, run: event.run_id, attempt: event.attempt, seen: event.sequence, done, total, why };
}

function stepCell(run, step, cell) {
  const same = cell.run === run.run_id && cell.status === step.status;
  const { done, total } = same ? cell : { done: null, total: null };
  const { status, attempt, error_code: why } = step;
  return { status, run: run.run_id, attempt, seen: Math.max(cell.seen, run.last_event_id), done, total, why };
}

// A step's row is closed a moment after its event, so a run told in between would open again what has ended.
function overtakes(picture, run, step, cell) {
  if (run.last_event_id < cell.seen) return false;
  if (cell.run === run.run_id) return isOpen(cell.status) || !isOpen(step.status) || step.attempt > cell.attempt;
  const owner = picture.runs[cell.run];
  return owner === undefined || owner.created_at <= run.created_at;
}

const explains = (step, cell) => isLacking(cell.status) && isLacking(step.status);
