// Fetches a patient's data before the events are followed.

import { get, RequestRefused } from "./api.js";
import { DOCUMENTS } from "./steps.js";
import { TASKS } from "./tasks.js";

const MAX_CONCURRENT = 4;

/** A snapshot for `createView`. Throws RequestRefused, ServiceUnavailable. */
export async function fetchPatient(patient) {
  // First, so that no event that comes while the rest is fetched is missed.
  const about = await get(`/v1/patients/${patient}`);
  const engine = await fetchEngine();
  const visits = await mapConcurrently(await fetchVisits(patient), fetchResults);
  const written = Object.keys(DOCUMENTS).filter((name) => visits.some((v) => v.results[DOCUMENTS[name]] !== null));
  const documents = await fetchDocuments(patient, written);
  const risk = await fetchRisk(patient);
  const runs = await Promise.all(about.runs_under_way.map(fetchRun));
  const there = runs.filter((run) => run !== null);
  return { patient, last: about.last_event_id, engine, visits, documents, risk, runs: there };
}

/** A run; null for one that was erased. */
export const fetchRun = (id) => nullIfNotFound(get(`/v1/runs/${id}`));

/**
 * Documents by name, such as "journey": the one that is shown (null for none, {held: true} for one held back), and
 * the visits whose newest version is held.
 */
export async function fetchDocuments(patient, names) {
  const read = async (name) => {
    const shown = nullIfNotFound(heldIfRefused(get(documentPath(patient, name))));
    return [name, { shown: await shown, held: await fetchHeldVisits(patient, name) }];
  };
  return Object.fromEntries(await Promise.all(names.map(read)));
}

/** What the screens of a patient's visits say; nothing where screening is switched off. */
export async function fetchRisk(patient) {
  try {
    return await fetchAllItems(`/v1/patients/${patient}/risk`);
  } catch (failure) {
    if (failure instanceof RequestRefused && failure.code === "disabled") return [];
    throw failure;
  }
}

const documentPath = (patient, name) => `/v1/patients/${patient}/${TASKS[DOCUMENTS[name]].route}`;

async function fetchHeldVisits(patient, name) {
  const newest = new Map();
  for (const { session_id: visit, held = false } of await fetchAllItems(`${documentPath(patient, name)}/versions`)) {
    if (!newest.has(visit)) newest.set(visit, held);
  }
  return [...newest.keys()].filter((visit) => newest.get(visit));
}

/** Whether a patient is known to the service. */
export const patientExists = async (patient) => (await nullIfNotFound(get(`/v1/patients/${patient}`))) !== null;

async function heldIfRefused(answer) {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof RequestRefused && failure.code === "held") return { held: true };
    throw failure;
  }
}

async function nullIfNotFound(answer) {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof RequestRefused && failure.status === 404) return null;
    throw failure;
  }
}

async function fetchEngine() {
  const answer = await fetch("/health/ready", { cache: "no-store" });
  return (await answer.json().catch(() => ({}))).engine ?? null;
}

async function fetchVisits(patient) {
  const items = await fetchAllItems(`/v1/patients/${patient}/sessions`);
  return items.map((item) => ({ id: item.session_id, date: item.session_date }));
}

async function fetchAllItems(path) {
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

async function fetchResults(visit) {
  const { results, roles } = await get(`/v1/sessions/${visit.id}`);
  return { ...visit, results, roles };
}

async function mapConcurrently(items, work) {
  const done = new Array(items.length);
  const waiting = items.entries();
  const worker = async () => {
    for (const [at, item] of waiting) done[at] = await work(item);
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT }, worker));
  return done;
}
