// The documents of a patient, as text.

import { byId, element } from "./element.js";
import { DOCUMENTS, nameOf } from "./steps.js";
import { TASKS } from "./tasks.js";
import { formatDateTime } from "./format.js";

const shown = {};
const PARTS = { journey: journeyParts, bridge: bridgeParts };
const HELD = "A version is held back. It is shown here once a clinician has released it.";

for (const name of Object.keys(DOCUMENTS)) {
  const article = { id: name, class: "document", "aria-labelledby": `${name}-title`, hidden: "" };
  byId("documents").append(element("article", article));
}

/** Show a view's documents. */
export function renderDocuments({ documents }) {
  for (const name of Object.keys(DOCUMENTS)) {
    const document = documents[name]?.shown ?? null;
    if (document === (shown[name] ?? null)) continue;
    shown[name] = document;
    byId(name).hidden = document === null;
    if (document !== null) byId(name).replaceChildren(...documentParts(name, document));
  }
}

function documentParts(name, document) {
  const title = element("h2", { id: `${name}-title` }, nameOf(DOCUMENTS[name]));
  if (document.held) return [element("header", {}, title), element("p", {}, HELD)];
  return [element("header", {}, title, metadataLine(document.metadata)), ...(PARTS[name] ?? genericParts)(document, name)];
}

function metadataLine(metadata) {
  const parts = [`Version ${metadata.version_number}`, metadata.model_tier, metadata.model_used];
  const when = metadata.generation_timestamp;
  return element(
    "p",
    { class: "provenance" },
    parts.filter((part) => part !== null).join(" · "),
    when && " · ",
    when && element("time", { datetime: when }, formatDateTime(when)),
  );
}

/** The parts of a document that this page has no layout for: its texts and lists under their keys. */
function genericParts(document, name) {
  const content = Object.entries(document[TASKS[DOCUMENTS[name]].document.field]);
  return content.flatMap(([key, value]) => listParts(key, [value].flat().filter((text) => typeof text === "string")));
}

function journeyParts({ roadmap }) {
  return [
    element("p", { class: "summary" }, roadmap.summary),
    ...listParts("Achievements", roadmap.achievements),
    ...listParts("Current focus", roadmap.currentFocus),
    ...roadmap.sections.flatMap(sectionParts),
    ...listParts("What was agreed", (roadmap.homework ?? []).map(homeworkText)),
    ...optionalLine("trend", roadmap.trend && `Mood over the visits: ${roadmap.trend}`),
    ...optionalLine("covers", roadmap.covers && `From ${roadmap.covers.from} to ${roadmap.covers.to}`),
  ];
}

/** A version written before there were headings has its title alone. */
function sectionParts({ title, heading, content }) {
  return [element("h3", {}, heading ?? title), element("p", {}, content)];
}

/** A paragraph; nothing where there is no text, as in versions written before the field existed. */
function optionalLine(name, text) {
  return text ? [element("p", { class: name }, text)] : [];
}

function homeworkText({ text, status }) {
  return `${text} (${status.replaceAll("_", " ")})`;
}

function bridgeParts({ bridge }) {
  return [
    ...listParts("To take up", bridge.nextSessionTopics),
    ...listParts("To share", bridge.shareProgress, bridge.shareProgressSources),
    ...listParts("To prepare", bridge.sessionPrep),
  ];
}

function listParts(title, texts, sources = []) {
  if (!texts.length) return [];
  const items = texts.map((text, at) => element("li", {}, text, sources[at] === "task" && source("task done")));
  return [element("h3", {}, title), element("ul", {}, ...items)];
}

const source = (word) => element("span", { class: "source" }, word);
