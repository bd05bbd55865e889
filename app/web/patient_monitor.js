// Monitors one patient: loads, follows the events, and fetches what events do not carry, in batches.

import { post, RequestRefused, ServiceUnavailable } from "./api.js";
import { followEvents, sleep, withJitter } from "./event_stream.js";
import { fetchDocuments, fetchPatient, fetchRisk, fetchRun } from "./fetching.js";
import { applyDocuments, applyEvent, applyRisk, applyRun, createView, removeRun } from "./patient_view.js";
import { changedDocuments, changesRisk, endsRun, isActive } from "./steps.js";

const BATCH_DELAY = 700; // many steps end at once; their costs are asked for together
const POLL_INTERVAL = 5_000;
const RETRY_DELAY = 2_000;

export class PatientMonitor {
  #view = null;
  #pendingRuns = new Set();
  #pendingDocuments = new Set();
  #riskPending = false;
  #scheduledFor = Infinity;
  #timer = 0;
  #fetching = false;
  #stopped = false;

  /**
   * @param {string} patient
   * @param {{show: (view: object) => void, connection: (connected: boolean) => void,
   *   announce: (event: object, view: object) => void}} callbacks
   */
  constructor(patient, callbacks) {
    this.patient = patient;
    this.callbacks = callbacks;
  }

  /** Monitor until the service refuses. Throws RequestRefused. */
  async watch() {
    try {
      // The newest event is read again, since it names the newest run, which may have ended.
      await this.#loadAndFollow(1);
      for (;;) await this.#loadAndFollow(0);
    } finally {
      this.#stopped = true;
      clearTimeout(this.#timer);
    }
  }

  /** Start what is missing; true when there was something. Throws RequestRefused, ServiceUnavailable. */
  async start(tier) {
    const run = await post(`/v1/patients/${this.patient}/runs${tier ? `?model_tier=${tier}` : ""}`);
    if (!isActive(run)) return false;
    this.#show(applyRun(this.#view, run));
    this.#requestRun(run.run_id, BATCH_DELAY);
    return true;
  }

  /** Cancel a run. Throws RequestRefused, ServiceUnavailable. */
  async cancel(run) {
    this.#show(applyRun(this.#view, await post(`/v1/runs/${run.run_id}/cancel`)));
  }

  async #loadAndFollow(repeated) {
    await this.#load();
    const from = Math.max(0, this.#view.last - repeated);
    await followEvents(this.patient, from, (event) => this.#handleEvent(event), (connected) => this.#reportConnection(connected));
  }

  async #load() {
    for (;;) {
      try {
        const fresh = createView(await fetchPatient(this.patient));
        this.#show(Object.values(this.#view?.runs ?? {}).reduce(applyRun, fresh));
        return this.#reportConnection(true);
      } catch (failure) {
        if (!(failure instanceof ServiceUnavailable)) throw failure;
        this.callbacks.connection(false);
        await sleep(withJitter(RETRY_DELAY));
      }
    }
  }

  #show(view) {
    this.#view = view;
    this.callbacks.show(view);
  }

  #reportConnection(connected) {
    this.callbacks.connection(connected);
    if (connected) this.#scheduleFetch(0);
  }

  /** False for an event of a visit that was not there when the patient was loaded. */
  #handleEvent(event) {
    const known = event.session_id === null || this.#view.visits.some((visit) => visit.id === event.session_id);
    if (!known) return event.sequence <= this.#view.last;
    const isNew = event.sequence > this.#view.last;
    this.#show(applyEvent(this.#view, event));
    if (isNew) this.callbacks.announce(event, this.#view);
    const screened = changesRisk(event);
    // A risk screen may hold or release only documents that exist.
    const changed = changedDocuments(event).filter((name) => !screened || name in this.#view.documents);
    for (const name of changed) this.#pendingDocuments.add(name);
    this.#riskPending = this.#riskPending || screened;
    const ended = event.status !== "started" && event.status !== "progress";
    if (endsRun(event)) this.#requestRun(event.run_id, 0);
    else if (event.run_id && (ended || !(event.run_id in this.#view.runs))) this.#requestRun(event.run_id, BATCH_DELAY);
    else if (ended) this.#scheduleFetch(BATCH_DELAY);
    return true;
  }

  #requestRun(run, delay) {
    this.#pendingRuns.add(run);
    this.#scheduleFetch(delay);
  }

  #scheduleFetch(delay) {
    const due = Date.now() + delay;
    if (due >= this.#scheduledFor || this.#fetching || this.#stopped) return;
    this.#scheduledFor = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetchScheduled(), delay);
  }

  async #fetchScheduled() {
    this.#scheduledFor = Infinity;
    this.#fetching = true;
    const succeeded = await this.#fetchPending();
    this.#fetching = false;
    const next = succeeded ? this.#nextDelay() : POLL_INTERVAL;
    if (next !== null) this.#scheduleFetch(next);
  }

  /** Fetch what is pending; false when that failed, and it stays pending. */
  async #fetchPending() {
    const runs = new Set([...this.#pendingRuns, ...this.#activeRuns().map((run) => run.run_id)]);
    const documents = [...this.#pendingDocuments];
    this.#pendingRuns.clear();
    this.#pendingDocuments.clear();
    const risk = this.#riskPending;
    this.#riskPending = false;
    try {
      for (const id of runs) {
        const run = await fetchRun(id);
        this.#show(run === null ? removeRun(this.#view, id) : applyRun(this.#view, run));
      }
      if (documents.length) this.#show(applyDocuments(this.#view, await fetchDocuments(this.patient, documents)));
      if (risk) this.#show(applyRisk(this.#view, await fetchRisk(this.patient)));
      return true;
    } catch (failure) {
      // The event stream fails too, and reports the lost connection.
      if (!(failure instanceof ServiceUnavailable || failure instanceof RequestRefused)) throw failure;
      runs.forEach((run) => this.#pendingRuns.add(run));
      documents.forEach((name) => this.#pendingDocuments.add(name));
      this.#riskPending = this.#riskPending || risk;
      return false;
    }
  }

  /** Milliseconds until the next fetch; null for none. */
  #nextDelay() {
    if (this.#pendingRuns.size || this.#pendingDocuments.size || this.#riskPending) return BATCH_DELAY;
    return this.#activeRuns().length ? POLL_INTERVAL : null;
  }

  #activeRuns() {
    return Object.values(this.#view.runs).filter(isActive);
  }
}
