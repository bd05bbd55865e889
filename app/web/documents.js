// The documents of a patient, as text.

import { byId, element } from "./element.js";
import { DOCUMENTS, nameOf } from "./steps.js";
import { TASKS } from "./tasks.js";
import { moment } from "./wording.js";

const shown = {};
const PARTS = { journey: journeyParts, bridge: bridgeParts };
const HELD = "A version is held back. It is shown here once a clinician has released it.";

for (const name of Object.keys(DOCUMENTS)) {
  const article = { id: name, class: "document", "aria-labelledby": `${name}-title`, hidden: "" };
  byId("documents").append(element("article", article));
}

/** Show a picture's documents. */
export function showDocuments({ documents }) {
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
  return [element("header", {}, title, provenance(document.metadata)), ...(PARTS[name] ?? partsOf)(document, name)];
}

function provenance(metadata) {
  const told = [`Version ${metadata.version_number}`, metadata.model_tier, metadata.model_used];
  const when = metadata.generation_timestamp;
  return element(
    "p",
    { class: "provenance" },
    told.filter((part) => part !== null).join(" · "),
    when && " · ",
    when && element("time", { datetime: when }, moment(when)),
  );
}

/** The parts of a document that this page has no layout for: its texts and lists under their keys. */
function partsOf(document, name) {
  const content = Object.entries(document[TASKS[DOCUMENTS[name]].document.field]);
  return content.flatMap(([key, value]) => listed(key, [value].flat().filter((text) => typeof text === "string")));
}

function journeyParts({ roadmap }) {
  return [
    element("p", { class: "summary" }, roadmap.summary),
    ...listed("Achievements", roadmap.achievements),
    ...listed("Current focus", roadmap.currentFocus),
    ...roadmap.sections.flatMap(sectionParts),
    ...listed("What was agreed", (roadmap.homework ?? []).map(homeworkText)),
    ...told("trend", roadmap.trend && `Mood over the visits: ${roadmap.trend}`),
    ...told("covers", roadmap.covers && `From ${roadmap.covers.from} to ${roadmap.covers.to}`),
  ];
}

/** A version written before there were headings has its title alone. */
function sectionParts({ title, heading, content }) {
  return [element("h3", {}, heading ?? title), element("p", {}, content)];
}

/** A line; nothing where there is nothing to tell, as in a version of an earlier day. */
function told(name, text) {
  return text ? [element("p", { class: name }, text)] : [];
}

function homeworkText({ text, status }) {
  return `${text} (${status.replaceAll("_", " ")})`;
}

function bridgeParts({ bridge }) {
  return [
    ...listed("To take up", bridge.nextSessionTopics),
    ...listed("To share", bridge.shareProgress, bridge.shareProgressSources),
    ...listed("To prepare", bridge.sessionPrep),
  ];
}

function listed(title, texts, sources = []) {
  if (!texts.length) return [];
  const items = texts.map((text, at) => element("li", {}, text, sources[at] === "task" && source("task done")));
  return [element("h3", {}, title), element("ul", {}, ...items)];
}

const source = (word) => element("span", { class: "source" }, word);
