// What the risk screens say, visit by visit, for the therapist: findings, details, and the words under each.

import { byId, element } from "./element.js";
import { formatDate } from "./format.js";

let shown = null;

/** Show what the screens of a view's visits say; visits whose screens found nothing are left out. */
export function renderRisk({ risk }) {
  if (risk === shown) return;
  shown = risk;
  const withFindings = risk.filter(({ findings }) => findings.length > 0);
  byId("risk").hidden = withFindings.length === 0;
  byId("risk").replaceChildren(element("h2", { id: "risk-title" }, "Risk"), ...withFindings.flatMap(visitParts));
}

function visitParts(visit) {
  const title = element("h3", {}, element("time", { datetime: visit.session_date }, formatDate(visit.session_date)));
  return [title, ...visit.findings.map((finding, at) => findingParts(finding, `/findings/${at}`, visit.evidence))];
}

function findingParts(finding, path, evidence) {
  const rows = [row("state", finding.state, path, evidence)];
  if (finding.when !== null) rows.push(row("when", finding.when, `${path}/when`, evidence));
  for (const [name, value] of Object.entries(finding.details ?? {})) {
    rows.push(row(name, value, `${path}/details/${name}`, evidence));
  }
  return element("section", { class: "finding" }, element("h4", {}, plain(finding.kind)), element("dl", {}, ...rows));
}

function row(name, value, path, evidence) {
  const words = evidence.filter((item) => item.path === path || isIn(item.path, path)).map((item) => item.quote);
  const quotes = words.map((quote) => element("q", {}, quote));
  const text = Array.isArray(value) ? null : plain(value);
  return element("div", {}, element("dt", {}, plain(name)), element("dd", {}, text, ...quotes));
}

const isIn = (place, path) => place.startsWith(`${path}/`) && /^\d+$/.test(place.slice(path.length + 1));

const plain = (name) => name.replaceAll("_", " ");
