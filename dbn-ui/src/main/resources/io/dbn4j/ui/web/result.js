/* Shows the result of a run: verdict, checks, and numbers with error, interval and evidence. */

import {failure, make, table} from "./dom.js";
import {badge, badgeOf, estimates, interval, leaves, short, warned, warnings, withError} from "./numbers.js";

export async function showResult(element, {view}) {
  const {result: all, problem, tables, summary} = view();
  const {trials, ...result} = all ?? {}; // The Sweep tab shows trials.
  if (problem) {
    element.replaceChildren(failure(problem));
    return;
  }
  element.replaceChildren(...[verdict(result), warned(warnings(result)), checks(result), numbers(result), rest(result), files(summary.id, tables)]
      .filter(one => one !== null));
}

function verdict(result) {
  return typeof result.verdict === "string"
    ? make("p", {class: "verdict"}, badge(result.evidence), " ", result.verdict)
    : null;
}

const RELATIONS = {"=": "=", "<=": "≤", ">=": "≥"};

function checks(result) {
  if (!Array.isArray(result.checks) || result.checks.length === 0) {
    return null;
  }
  const rows = result.checks.map(check => [
    make("span", {class: check.pass ? "pass" : "miss"}, check.pass ? "✓ passes" : "✗ missed"),
    check.name, short(check.value), RELATIONS[check.relation] ?? "", short(check.target),
    check.tolerance === 0 ? "" : `± ${short(check.tolerance)}`, check.source ?? ""
  ]);
  const header = ["", "check", "value", "", "target", "tolerance", "source of the target"];
  return table("The checks behind the verdict", header, rows, [2, 4, 5]);
}

function numbers(result) {
  const found = estimates(result);
  if (found.length === 0) {
    return null;
  }
  const rows = found.map(({path, estimate}) =>
    [make("span", {class: "path"}, path), withError(estimate), interval(estimate), badgeOf(estimate),
      estimate.samples > 0 ? samples(estimate) : ""]);
  return table("Estimates", ["", "value", "95 % interval", "evidence", "samples"], rows, [1, 2, 4]);
}

/** Shows the number of samples, with a warning if few are effective: error bars are then too small. */
function samples(estimate) {
  const effective = Math.round(estimate.ess * 10) / 10;
  const text = effective === estimate.samples ? `${estimate.samples}` : `${effective} effective of ${estimate.samples}`;
  return estimate.ess < 10
    ? make("span", {class: "bad", title: "With so few effective samples the error bar is too small"}, `⚠ ${text}`)
    : text;
}

/** Shows the single values that are not estimates. */
function rest(result) {
  const taken = new Set(estimates(result).map(one => one.path));
  const rows = leaves(result)
      .map(([path, value]) => [path.replace(/\[(\d+)\]/g, (all, index) => `[${Number(index) + 1}]`), value])
      .filter(([path]) => !isInside(path, taken) && !/^(checks\b|verdict$|evidence$)|\bwarnings?$/.test(path));
  return rows.length === 0 ? null : table("Further values", ["", ""], rows.map(([path, value]) =>
    [make("span", {class: "path"}, path), Number.isFinite(Number(value)) && value !== "" ? short(Number(value), 8) : value]));
}

function isInside(path, taken) {
  for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1)) {
    if (taken.has(path.slice(0, end))) {
      return true;
    }
  }
  return false;
}

function files(id, tables) {
  return tables.length === 0 ? null : make("p", {}, "Tables: ", tables.map((name, i) =>
    [i ? ", " : "", make("a", {href: "api/table?" + new URLSearchParams({id, name}), download: name}, name)]));
}
