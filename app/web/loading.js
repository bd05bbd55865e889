// Gathering what there is of a patient, before following what happens.

import { get, Refused } from "./api.js";
import { DOCUMENTS } from "./steps.js";
import { TASKS } from "./tasks.js";

const AT_ONCE = 4;

/** A snapshot for `pictureOf`. Throws Refused, Unreachable. */
export async function loaded(patient) {
  // First of all, so that nothing that happens while the rest is read falls between the two.
  const about = await get(`/v1/patients/${patient}`);
  const engine = await engineOf();
  const visits = await eachOf(await visitsOf(patient), withResults);
  const written = Object.keys(DOCUMENTS).filter((name) => visits.some((v) => v.results[DOCUMENTS[name]] !== null));
  const documents = await documentsOf(patient, written);
  const risk = await riskOf(patient);
  const runs = await Promise.all(about.runs_under_way.map(runOf));
  const there = runs.filter((run) => run !== null);
  return { patient, last: about.last_event_id, engine, visits, documents, risk, runs: there };
}

/** A run; null for one that is not there any more. */
export const runOf = (id) => orNull(get(`/v1/runs/${id}`));

/**
 * Documents by name, such as "journey": the one that is shown (null for none, {held: true} for one held back), and
 * the visits whose newest version is held.
 */
export async function documentsOf(patient, names) {
  const read = async (name) => {
    const shown = orNull(orHeld(get(pathOf(patient, name))));
    return [name, { shown: await shown, held: await heldVisits(patient, name) }];
  };
  return Object.fromEntries(await Promise.all(names.map(read)));
}

/** What the screens of a patient's visits say; nothing where screening is switched off. */
export async function riskOf(patient) {
  try {
    return await everyItem(`/v1/patients/${patient}/risk`);
  } catch (failure) {
    if (failure instanceof Refused && failure.code === "disabled") return [];
    throw failure;
  }
}

const pathOf = (patient, name) => `/v1/patients/${patient}/${TASKS[DOCUMENTS[name]].route}`;

async function heldVisits(patient, name) {
  const newest = new Map();
  for (const { session_id: visit, held = false } of await everyItem(`${pathOf(patient, name)}/versions`)) {
    if (!newest.has(visit)) newest.set(visit, held);
  }
  return [...newest.keys()].filter((visit) => newest.get(visit));
}

/** Whether a patient is known to the service. */
export const isKnown = async (patient) => (await orNull(get(`/v1/patients/${patient}`))) !== null;

async function orHeld(answer) {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof Refused && failure.code === "held") return { held: true };
    throw failure;
  }
}

async function orNull(answer) {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof Refused && failure.status === 404) return null;
    throw failure;
  }
}

async function engineOf() {
  const answer = await fetch("/health/ready", { cache: "no-store" });
  return (await answer.json().catch(() => ({}))).engine ?? null;
}

async function visitsOf(patient) {
  const items = await everyItem(`/v1/patients/${patient}/sessions`);
  return items.map((item) => ({ id: item.session_id, date: item.session_date }));
}

async function everyItem(path) {
  const found = [];
  let cursor = null;
  do {
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const page = await get(`${path}?limit=200${more}`);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return found;
}

async function withResults(visit) {
  const { results, roles } = await get(`/v1/sessions/${visit.id}`);
  return { ...visit, results, roles };
}

async function eachOf(items, work) {
  const done = new Array(items.length);
  const waiting = items.entries();
  const worker = async () => {
    for (const [at, item] of waiting) done[at] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}
