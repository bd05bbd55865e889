// One patient watched: load, follow the events, and ask for what events do not say, sparingly.

import { post, Refused, Unreachable } from "./api.js";
import { follow, jittered, pause } from "./following.js";
import { documentsOf, loaded, riskOf, runOf } from "./loading.js";
import { afterEvent, pictureOf, withDocuments, withoutRun, withRisk, withRun } from "./picture.js";
import { documentsTouched, endsRun, isUnderWay, touchesRisk } from "./steps.js";

const SOON = 700; // many steps end at once; their costs are asked for together
const NOW_AND_THEN = 5_000;
const AGAIN = 2_000;

export class Watching {
  #picture = null;
  #runs = new Set();
  #documents = new Set();
  #risk = false;
  #due = Infinity;
  #timer = 0;
  #asking = false;
  #over = false;

  /**
   * @param {string} patient
   * @param {{show: (picture: object) => void, connection: (connected: boolean) => void,
   *   announce: (event: object, picture: object) => void}} told
   */
  constructor(patient, told) {
    this.patient = patient;
    this.told = told;
  }

  /** Watch for as long as the service lets us. Throws Refused. */
  async watch() {
    try {
      // The newest event is read once more: it names the newest run, which may have ended.
      await this.#loadAndFollow(1);
      for (;;) await this.#loadAndFollow(0);
    } finally {
      this.#over = true;
      clearTimeout(this.#timer);
    }
  }

  /** Start what is missing; true when there was something. Throws Refused, Unreachable. */
  async start(tier) {
    const run = await post(`/v1/patients/${this.patient}/runs${tier ? `?model_tier=${tier}` : ""}`);
    if (!isUnderWay(run)) return false;
    this.#show(withRun(this.#picture, run));
    this.#ask(run.run_id, SOON);
    return true;
  }

  /** Cancel a run. Throws Refused, Unreachable. */
  async cancel(run) {
    this.#show(withRun(this.#picture, await post(`/v1/runs/${run.run_id}/cancel`)));
  }

  async #loadAndFollow(again) {
    await this.#load();
    const from = Math.max(0, this.#picture.last - again);
    await follow(this.patient, from, (event) => this.#heard(event), (there) => this.#connection(there));
  }

  async #load() {
    for (;;) {
      try {
        const fresh = pictureOf(await loaded(this.patient));
        this.#show(Object.values(this.#picture?.runs ?? {}).reduce(withRun, fresh));
        return this.#connection(true);
      } catch (failure) {
        if (!(failure instanceof Unreachable)) throw failure;
        this.told.connection(false);
        await pause(jittered(AGAIN));
      }
    }
  }

  #show(picture) {
    this.#picture = picture;
    this.told.show(picture);
  }

  #connection(there) {
    this.told.connection(there);
    if (there) this.#askLater(0);
  }

  /** False for an event of a visit that was not there when the patient was loaded. */
  #heard(event) {
    const known = event.session_id === null || this.#picture.visits.some((visit) => visit.id === event.session_id);
    if (!known) return event.sequence <= this.#picture.last;
    const news = event.sequence > this.#picture.last;
    this.#show(afterEvent(this.#picture, event));
    if (news) this.told.announce(event, this.#picture);
    const screened = touchesRisk(event);
    // A screen may hold or show what is written, and cannot touch what is not.
    const touched = documentsTouched(event).filter((name) => !screened || name in this.#picture.documents);
    for (const name of touched) this.#documents.add(name);
    this.#risk = this.#risk || screened;
    const moved = event.status !== "started" && event.status !== "progress";
    if (endsRun(event)) this.#ask(event.run_id, 0);
    else if (event.run_id && (moved || !(event.run_id in this.#picture.runs))) this.#ask(event.run_id, SOON);
    else if (moved) this.#askLater(SOON);
    return true;
  }

  #ask(run, delay) {
    this.#runs.add(run);
    this.#askLater(delay);
  }

  #askLater(delay) {
    const due = Date.now() + delay;
    if (due >= this.#due || this.#asking || this.#over) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askNow(), delay);
  }

  async #askNow() {
    this.#due = Infinity;
    this.#asking = true;
    const answered = await this.#asked();
    this.#asking = false;
    const next = answered ? this.#next() : NOW_AND_THEN;
    if (next !== null) this.#askLater(next);
  }

  /** Ask for what is due; false when it was not to be had, and stays due. */
  async #asked() {
    const runs = new Set([...this.#runs, ...this.#underWay().map((run) => run.run_id)]);
    const documents = [...this.#documents];
    this.#runs.clear();
    this.#documents.clear();
    const risk = this.#risk;
    this.#risk = false;
    try {
      for (const id of runs) {
        const run = await runOf(id);
        this.#show(run === null ? withoutRun(this.#picture, id) : withRun(this.#picture, run));
      }
      if (documents.length) this.#show(withDocuments(this.#picture, await documentsOf(this.patient, documents)));
      if (risk) this.#show(withRisk(this.#picture, await riskOf(this.patient)));
      return true;
    } catch (failure) {
      // The stream notices too, and says what there is to say.
      if (!(failure instanceof Unreachable || failure instanceof Refused)) throw failure;
      runs.forEach((run) => this.#runs.add(run));
      documents.forEach((name) => this.#documents.add(name));
      this.#risk = this.#risk || risk;
      return false;
    }
  }

  /** In how many milliseconds to ask again. */
  #next() {
    if (this.#runs.size || this.#documents.size || this.#risk) return SOON;
    return this.#underWay().length ? NOW_AND_THEN : null;
  }

  #underWay() {
    return Object.values(this.#picture.runs).filter(isUnderWay);
  }
}
