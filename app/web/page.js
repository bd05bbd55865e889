// The page: asks whose visits to show and, if need be, for a key; then watches.

import { keepKey, Refused } from "./api.js";
import { showBoard } from "./board.js";
import { showDocuments } from "./documents.js";
import { byId, setText } from "./element.js";
import { isKnown } from "./loading.js";
import { shownRun } from "./picture.js";
import { showRisk } from "./risk.js";
import { announce, showElapsed, showRun } from "./run.js";
import { isUnderWay } from "./steps.js";
import { Watching } from "./watching.js";

const SAMPLE_PATIENT = "f4353c0f-174e-4301-847f-930953e39931";
const patient = new URLSearchParams(location.search).get("patient")?.trim();
let picture = null;
let watching = null;

async function begin() {
  for (;;) {
    try {
      return await (patient ? watch() : askForPatient());
    } catch (failure) {
      if (!(failure instanceof Refused)) throw failure;
      byId("watched").hidden = true;
      if (failure.status !== 401) return refused(failure);
      await askForKey();
    }
  }
}

async function watch() {
  watching = new Watching(patient, { show, connection, announce });
  await watching.watch();
}

function show(next) {
  picture = next;
  byId("watched").hidden = false;
  byId("banner").hidden = picture.engine !== "offline";
  byId("recorded-banner").hidden = picture.engine !== "recorded";
  setText(byId("whose"), `Patient ${picture.patient}`);
  showBoard(picture);
  showRun(picture);
  showRisk(picture);
  showDocuments(picture);
}

function connection(there) {
  setText(byId("connection"), there ? "live" : "connection lost, trying again");
  byId("connection").dataset.there = there;
}

async function askForPatient() {
  byId("patient-form").hidden = false;
  byId("patient").focus();
  if (!(await isKnown(SAMPLE_PATIENT))) return;
  byId("sample-link").href = addressOf(SAMPLE_PATIENT);
  byId("sample").hidden = false;
}

function askForKey() {
  byId("patient-form").hidden = true;
  byId("key-form").hidden = false;
  byId("key").focus();
  return new Promise((given) => {
    byId("key-form").onsubmit = (event) => {
      event.preventDefault();
      keepKey(byId("key").value.trim());
      byId("key").value = "";
      byId("key-form").hidden = true;
      given();
    };
  });
}

function refused(failure) {
  const unknown = failure.status === 404 || failure.status === 422;
  notice(unknown ? "The service knows no patient with this id." : failure.message);
  byId("patient-form").hidden = false;
}

function notice(text) {
  setText(byId("notice"), text);
  byId("notice").hidden = text === "";
}

const addressOf = (id) => `/?patient=${encodeURIComponent(id)}`;

async function doing(work) {
  notice("");
  try {
    await work();
  } catch (failure) {
    notice(failure.message);
  }
}

byId("patient-form").addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(addressOf(byId("patient").value.trim().toLowerCase()));
});

byId("start-form").addEventListener("submit", (event) => {
  event.preventDefault();
  doing(async () => {
    if (!(await watching.start(byId("tier").value))) notice("Nothing is missing.");
  });
});

byId("cancel").addEventListener("click", () => doing(() => watching.cancel(shownRun(picture))));

setInterval(() => {
  const run = picture && shownRun(picture);
  if (run && isUnderWay(run)) showElapsed(run);
}, 1000);

await begin();
