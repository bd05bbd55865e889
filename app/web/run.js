// The run: its state, its steps, the time it has taken and what it has cost, and the buttons.

import { serviceNow } from "./api.js";
import { byId, element, setText } from "./element.js";
import { endedSteps, lacking, shownRun } from "./picture.js";
import { isUnderWay, RUN_STATES, taskOf, WAVES } from "./steps.js";
import { TIERS } from "./tasks.js";
import { length, money } from "./wording.js";

byId("tier").append(...TIERS.map((tier) => element("option", { value: tier }, tier)));

const ENDS = new Set(["COMPLETE", "FAILED"]);

/** Show a picture's run, and what could be started. */
export function showRun(picture) {
  const run = shownRun(picture);
  const busy = run !== null && isUnderWay(run);
  const missing = lacking(picture);
  byId("start").disabled = busy || missing === 0;
  byId("tier").disabled = busy;
  byId("cancel").hidden = !busy;
  setText(byId("start"), busy ? "A run is under way" : missing ? startWords(missing) : "Nothing is missing");
  byId("run").hidden = run === null;
  if (run !== null) showFigures(picture, run);
}

/** Show how long a run has taken by now. */
export function showElapsed(run) {
  const until = run.ended_at === null ? serviceNow() : Date.parse(run.ended_at);
  setText(byId("run-elapsed"), length(until - Date.parse(run.created_at)));
}

/** Say that a phase of a visit is over. Every single step would be too much to listen to. */
export function announce(event, picture) {
  if (taskOf(event) !== null || event.session_id === null || !ENDS.has(event.event)) return;
  const visit = picture.visits.findIndex(({ id }) => id === event.session_id) + 1;
  const wave = WAVES[["TRANSCRIPT", "WAVE1", "WAVE2", "WAVE3"].indexOf(event.phase)];
  const failed = event.status === "cancelled" ? "cancelled" : "ended with failures";
  const outcome = event.event === "COMPLETE" ? "done" : failed;
  setText(byId("announced"), `Visit ${visit}, ${wave}: ${outcome}.`);
}

const startWords = (missing) => `Start what is missing (${missing})`;

function showFigures(picture, run) {
  const ended = endedSteps(picture, run);
  setText(byId("run-status"), RUN_STATES[run.status] ?? run.status);
  setText(byId("run-tier"), run.model_tier);
  setText(byId("run-steps"), `${ended} of ${run.steps.length}`);
  setText(byId("run-cost"), money(run.cost_usd));
  byId("run-status").dataset.status = run.status;
  byId("run-bar").max = Math.max(1, run.steps.length);
  byId("run-bar").value = ended;
  showElapsed(run);
}
