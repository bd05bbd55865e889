// The visits as a table: a row a visit, a column a step, the steps in their waves.

import { byId, element, setText } from "./element.js";
import { formatDate } from "./format.js";
import { cellAt } from "./patient_view.js";
import { nameOf, STATES, waveOf, WAVES } from "./steps.js";

let renderedShape = null;
let boardCells = [];

/** Show a view's visits. Only what has changed is touched, so that focus and reading place stay. */
export function renderBoard(view) {
  const wanted = JSON.stringify([view.visits, view.tasks]);
  if (wanted !== renderedShape) {
    boardCells = [];
    byId("board").replaceChildren(view.visits.length ? table(view) : emptyBoard());
    renderedShape = wanted;
  }
  for (const slot of boardCells) {
    const cell = cellAt(view, slot.visit, slot.task);
    if (cell !== slot.shown) updateCell(slot, cell);
    slot.shown = cell;
  }
}

const emptyBoard = () => element("p", { class: "quiet" }, "No visit has been handed over yet.");

// Roles are named, since a narrow window shows the rows as cards, and that takes a table's own roles away.
function table(view) {
  const waves = WAVES.map((_, wave) => view.tasks.filter((task) => waveOf(task) === wave));
  return element(
    "table",
    { class: "board", role: "table", "aria-labelledby": "run-title" },
    head(waves),
    element("tbody", { role: "rowgroup" }, ...view.visits.map((visit, at) => row(visit, at, waves))),
  );
}

function head(waves) {
  const spans = waves.map((tasks, wave) =>
    tasks.length ? columnHead({ colspan: tasks.length, class: "first" }, WAVES[wave]) : null,
  );
  const names = waves.flatMap((tasks) => tasks.map((task, at) => columnHead({ class: first(at) }, nameOf(task))));
  return element(
    "thead",
    { role: "rowgroup" },
    element("tr", { role: "row" }, columnHead({ rowspan: 2 }, "Visit"), ...spans),
    element("tr", { role: "row", class: "names" }, ...names),
  );
}

const columnHead = (attributes, name) => element("th", { scope: "col", role: "columnheader", ...attributes }, name);

const first = (at) => (at === 0 ? "first" : null);

function row(visit, at, waves) {
  const title = element(
    "th",
    { scope: "row", role: "rowheader" },
    element("span", { class: "number" }, `Visit ${at + 1}`),
    " ",
    element("time", { datetime: visit.date }, formatDate(visit.date)),
  );
  const cells = waves.flatMap((tasks, wave) => tasks.map((task, place) => createCell(visit, task, wave, place)));
  return element("tr", { role: "row" }, title, ...cells);
}

function createCell(visit, task, wave, at) {
  const label = element("span", { class: "label", "aria-hidden": "true" }, `${WAVES[wave]} · ${nameOf(task)}`);
  const mark = element("span", { class: "mark", "aria-hidden": "true" });
  const word = element("span", { class: "word" });
  const state = element("span", { class: "state" }, mark, word);
  const attributes = { role: "cell", "data-visit": visit.id, "data-task": task };
  const made = element("td", { class: first(at), ...attributes }, label, state);
  boardCells.push({ visit: visit.id, task, cell: made, state, mark, word, shown: null });
  return made;
}

function updateCell(slot, cell) {
  const { word, mark, kind } = STATES[cell.status] ?? { word: cell.status, mark: "?", kind: "open" };
  slot.cell.dataset.kind = kind;
  slot.cell.dataset.status = cell.status;
  slot.cell.title = cell.why === null ? "" : cell.why.replaceAll("_", " ");
  setText(slot.mark, mark);
  setText(slot.word, cell.total === null ? word : `${cell.done} of at most ${cell.total}`);
  updateProgressBar(slot, cell);
}

function updateProgressBar(slot, { done, total }) {
  const there = slot.state.querySelector("progress");
  if (total === null) {
    there?.remove();
    return;
  }
  const shown = there ?? element("progress", { "aria-label": `${nameOf(slot.task)}, parts written` });
  shown.max = total;
  shown.value = done;
  if (there === null) slot.state.append(shown);
}
