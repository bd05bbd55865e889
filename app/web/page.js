// The page: asks whose visits to show and, if need be, for a key; then watches.

import { RequestRefused, storeKey } from "./api.js";
import { renderBoard } from "./board.js";
import { renderDocuments } from "./documents.js";
import { byId, setText } from "./element.js";
import { patientExists } from "./fetching.js";
import { selectRun } from "./patient_view.js";
import { renderRisk } from "./risk.js";
import { announce, renderElapsed, renderRun } from "./run.js";
import { isActive } from "./steps.js";
import { PatientMonitor } from "./patient_monitor.js";

const SAMPLE_PATIENT = "f4353c0f-174e-4301-847f-930953e39931";
const patient = new URLSearchParams(location.search).get("patient")?.trim();
let view = null;
let monitor = null;

async function start() {
  for (;;) {
    try {
      return await (patient ? watch() : showPatientForm());
    } catch (failure) {
      if (!(failure instanceof RequestRefused)) throw failure;
      byId("watched").hidden = true;
      if (failure.status !== 401) return showRefusal(failure);
      await showKeyForm();
    }
  }
}

async function watch() {
  monitor = new PatientMonitor(patient, { show: render, connection: showConnection, announce });
  await monitor.watch();
}

function render(next) {
  view = next;
  byId("watched").hidden = false;
  byId("banner").hidden = view.engine !== "offline";
  byId("recorded-banner").hidden = view.engine !== "recorded";
  setText(byId("whose"), `Patient ${view.patient}`);
  renderBoard(view);
  renderRun(view);
  renderRisk(view);
  renderDocuments(view);
}

function showConnection(connected) {
  setText(byId("connection"), connected ? "live" : "connection lost, trying again");
  byId("connection").dataset.there = connected;
}

async function showPatientForm() {
  byId("patient-form").hidden = false;
  byId("patient").focus();
  if (!(await patientExists(SAMPLE_PATIENT))) return;
  byId("sample-link").href = patientUrl(SAMPLE_PATIENT);
  byId("sample").hidden = false;
}

function showKeyForm() {
  byId("patient-form").hidden = true;
  byId("key-form").hidden = false;
  byId("key").focus();
  return new Promise((resolve) => {
    byId("key-form").onsubmit = (event) => {
      event.preventDefault();
      storeKey(byId("key").value.trim());
      byId("key").value = "";
      byId("key-form").hidden = true;
      resolve();
    };
  });
}

function showRefusal(failure) {
  const unknown = failure.status === 404 || failure.status === 422;
  showNotice(unknown ? "The service knows no patient with this id." : failure.message);
  byId("patient-form").hidden = false;
}

function showNotice(text) {
  setText(byId("notice"), text);
  byId("notice").hidden = text === "";
}

const patientUrl = (id) => `/?patient=${encodeURIComponent(id)}`;

async function runAction(work) {
  showNotice("");
  try {
    await work();
  } catch (failure) {
    showNotice(failure.message);
  }
}

byId("patient-form").addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(patientUrl(byId("patient").value.trim().toLowerCase()));
});

byId("start-form").addEventListener("submit", (event) => {
  event.preventDefault();
  runAction(async () => {
    if (!(await monitor.start(byId("tier").value))) showNotice("Nothing is missing.");
  });
});

byId("cancel").addEventListener("click", () => runAction(() => monitor.cancel(selectRun(view))));

setInterval(() => {
  const run = view && selectRun(view);
  if (run && isActive(run)) renderElapsed(run);
}, 1000);

await start();
