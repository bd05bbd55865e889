// The run: its state, its steps, the time it has taken and what it has cost, and the buttons.

import { serverNow } from "./api.js";
import { byId, element, setText } from "./element.js";
import { countEndedSteps, countMissingSteps, selectRun } from "./patient_view.js";
import { isActive, RUN_STATES, taskOf, WAVES } from "./steps.js";
import { TIERS } from "./tasks.js";
import { formatCost, formatDuration } from "./format.js";

byId("tier").append(...TIERS.map((tier) => element("option", { value: tier }, tier)));

const ENDS = new Set(["COMPLETE", "FAILED"]);

/** Show a view's run, and what could be started. */
export function renderRun(view) {
  const run = selectRun(view);
  const busy = run !== null && isActive(run);
  const missing = countMissingSteps(view);
  byId("start").disabled = busy || missing === 0;
  byId("tier").disabled = busy;
  byId("cancel").hidden = !busy;
  setText(byId("start"), busy ? "A run is under way" : missing ? startLabel(missing) : "Nothing is missing");
  byId("run").hidden = run === null;
  if (run !== null) renderFigures(view, run);
}

/** Show how long a run has taken by now. */
export function renderElapsed(run) {
  const until = run.ended_at === null ? serverNow() : Date.parse(run.ended_at);
  setText(byId("run-elapsed"), formatDuration(until - Date.parse(run.created_at)));
}

/** Say that a phase of a visit is over. Every single step would be too much to listen to. */
export function announce(event, view) {
  if (taskOf(event) !== null || event.session_id === null || !ENDS.has(event.event)) return;
  const visit = view.visits.findIndex(({ id }) => id === event.session_id) + 1;
  const wave = WAVES[["TRANSCRIPT", "WAVE1", "WAVE2", "WAVE3"].indexOf(event.phase)];
  const failed = event.status === "cancelled" ? "cancelled" : "ended with failures";
  const outcome = event.event === "COMPLETE" ? "done" : failed;
  setText(byId("announced"), `Visit ${visit}, ${wave}: ${outcome}.`);
}

const startLabel = (missing) => `Start what is missing (${missing})`;

function renderFigures(view, run) {
  const ended = countEndedSteps(view, run);
  setText(byId("run-status"), RUN_STATES[run.status] ?? run.status);
  setText(byId("run-tier"), run.model_tier);
  setText(byId("run-steps"), `${ended} of ${run.steps.length}`);
  setText(byId("run-cost"), formatCost(run.cost_usd));
  byId("run-status").dataset.status = run.status;
  byId("run-bar").max = Math.max(1, run.steps.length);
  byId("run-bar").value = ended;
  renderElapsed(run);
}
