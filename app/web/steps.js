// The names of steps, waves and states. A task that is not listed here is shown under its own name.

export const WAVES = ["Transcript", "Wave 1", "Wave 2", "Wave 3"];

export const TASKS = {
  speaker_labeling: { wave: 0, name: "Speakers" },
  mood_analysis: { wave: 1, name: "Mood" },
  topic_extraction: { wave: 1, name: "Topics" },
  breakthrough_detection: { wave: 1, name: "Break\u00adthrough" },
  action_summary: { wave: 1, name: "Actions" },
  risk_screen: { wave: 1, name: "Risk" },
  deep_analysis: { wave: 2, name: "Deep analysis" },
  progress_note: { wave: 2, name: "Progress note" },
  prose_generation: { wave: 2, name: "Letter" },
  session_insights: { wave: 2, name: "Insights" },
  roadmap_generation: { wave: 3, name: "Your Journey" },
  session_bridge_generation: { wave: 3, name: "Session Bridge" },
};

export const JOURNEY = "roadmap_generation";
export const SCREEN = "risk_screen";
export const BRIDGE = "session_bridge_generation";

/** The documents, and the tasks that write them. */
export const DOCUMENTS = { journey: JOURNEY, bridge: BRIDGE };
const DOCUMENT_OF_WAVE = { your_journey: "journey", session_bridge: "bridge" };

// A state is told by a word and a shape; colour only repeats it.
export const STATES = {
  missing: { word: "not yet", mark: "○", kind: "open" },
  stale: { word: "out of date", mark: "◔", kind: "open" },
  waiting: { word: "waiting", mark: "·", kind: "waiting" },
  running: { word: "running", mark: "▸", kind: "running" },
  success: { word: "done", mark: "✓", kind: "done" },
  reused: { word: "done", mark: "✓", kind: "done" },
  rules: { word: "rules alone", mark: "✓", kind: "done" },
  given: { word: "given", mark: "✓", kind: "done" },
  held: { word: "held", mark: "◆", kind: "held" },
  insufficient: { word: "too little", mark: "–", kind: "little" },
  failed: { word: "failed", mark: "✗", kind: "failed" },
  skipped: { word: "skipped", mark: "⤫", kind: "failed" },
  cancelled: { word: "cancelled", mark: "■", kind: "failed" },
};

export const RUN_STATES = {
  queued: "queued",
  running: "running",
  completed: "completed",
  partial: "ended, some steps failed",
  failed: "failed",
  cancelled: "cancelled",
};

const OPEN = new Set(["waiting", "running"]);
const LACKING = new Set(["missing", "stale", "failed", "skipped", "cancelled"]);
const UNDER_WAY = new Set(["queued", "running"]);
const RUN_END = "RUN_END";
const VERSION_RELEASE = "VERSION_RELEASE";
const SCREENED = "RISK_SCREEN";
const PHASES = new Set(["START", "COMPLETE", "FAILED"]);

/** Whether a step of a run has still to end. */
export const isOpen = (status) => OPEN.has(status);

/** Whether a run that starts what is missing would do this step. */
export const isLacking = (status) => LACKING.has(status);

/** Whether a run has still to end. */
export const isUnderWay = (run) => UNDER_WAY.has(run.status);

/** The task that an event is about; null for an event about a whole phase, a whole run, or a version's release. */
export function taskOf(event) {
  if (PHASES.has(event.event) || event.event === RUN_END || event.event === VERSION_RELEASE) return null;
  return event.event === "YOUR_JOURNEY_GENERATION" ? JOURNEY : event.event.toLowerCase();
}

/** Whether an event is the end of a run. */
export const endsRun = (event) => event.event === RUN_END;

/** The documents that an event may have changed: one that was written or released, both after a screen, by which
 * versions may be held. */
export function documentsTouched(event) {
  if (event.status !== "success") return [];
  if (event.event === SCREENED) return Object.keys(DOCUMENTS);
  const name = DOCUMENT_OF_WAVE[event.wave];
  const changes = event.event === VERSION_RELEASE || taskOf(event) === DOCUMENTS[name];
  return name !== undefined && changes ? [name] : [];
}

/** Whether after an event the screens may say otherwise. */
export const touchesRisk = (event) => event.status === "success" && event.event === SCREENED;

/** The wave of a task, 0 to 3. */
export const waveOf = (task) => TASKS[task]?.wave ?? 1;

/** A task as a reader calls it. */
export const nameOf = (task) => TASKS[task]?.name ?? task.replaceAll("_", " ");
