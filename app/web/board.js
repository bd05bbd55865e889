// The visits as a table: a row a visit, a column a step, the steps in their waves.

import { byId, element, setText } from "./element.js";
import { cellAt } from "./picture.js";
import { nameOf, STATES, waveOf, WAVES } from "./steps.js";
import { day } from "./wording.js";

let shape = null;
let places = [];

/** Show a picture's visits. Only what has changed is touched, so that focus and reading place stay. */
export function showBoard(picture) {
  const wanted = JSON.stringify([picture.visits, picture.tasks]);
  if (wanted !== shape) {
    places = [];
    byId("board").replaceChildren(picture.visits.length ? table(picture) : noVisits());
    shape = wanted;
  }
  for (const place of places) {
    const cell = cellAt(picture, place.visit, place.task);
    if (cell !== place.shown) fill(place, cell);
    place.shown = cell;
  }
}

const noVisits = () => element("p", { class: "quiet" }, "No visit has been handed over yet.");

// Roles are named, since a narrow window shows the rows as cards, and that takes a table's own roles away.
function table(picture) {
  const waves = WAVES.map((_, wave) => picture.tasks.filter((task) => waveOf(task) === wave));
  return element(
    "table",
    { class: "board", role: "table", "aria-labelledby": "run-title" },
    head(waves),
    element("tbody", { role: "rowgroup" }, ...picture.visits.map((visit, at) => row(visit, at, waves))),
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
    element("time", { datetime: visit.date }, day(visit.date)),
  );
  const cells = waves.flatMap((tasks, wave) => tasks.map((task, place) => cellFor(visit, task, wave, place)));
  return element("tr", { role: "row" }, title, ...cells);
}

function cellFor(visit, task, wave, at) {
  const label = element("span", { class: "label", "aria-hidden": "true" }, `${WAVES[wave]} · ${nameOf(task)}`);
  const mark = element("span", { class: "mark", "aria-hidden": "true" });
  const word = element("span", { class: "word" });
  const state = element("span", { class: "state" }, mark, word);
  const attributes = { role: "cell", "data-visit": visit.id, "data-task": task };
  const made = element("td", { class: first(at), ...attributes }, label, state);
  places.push({ visit: visit.id, task, cell: made, state, mark, word, shown: null });
  return made;
}

function fill(place, cell) {
  const { word, mark, kind } = STATES[cell.status] ?? { word: cell.status, mark: "?", kind: "open" };
  place.cell.dataset.kind = kind;
  place.cell.dataset.status = cell.status;
  place.cell.title = cell.why === null ? "" : cell.why.replaceAll("_", " ");
  setText(place.mark, mark);
  setText(place.word, cell.total === null ? word : `${cell.done} of at most ${cell.total}`);
  bar(place, cell);
}

function bar(place, { done, total }) {
  const there = place.state.querySelector("progress");
  if (total === null) {
    there?.remove();
    return;
  }
  const shown = there ?? element("progress", { "aria-label": `${nameOf(place.task)}, parts written` });
  shown.max = total;
  shown.value = done;
  if (there === null) place.state.append(shown);
}
