/* Formats numbers with unit and error, rounded to two digits of the error, like EstimateText in reports. */

import {make} from "./dom.js";
import {METHODS} from "./methods.js";

/** Converts a JSON number, in which NaN and infinities are texts. */
export function number(value) {
  return typeof value === "number" ? value : value === "Infinity" ? Infinity : value === "-Infinity" ? -Infinity : NaN;
}

export function isEstimate(value) {
  return value !== null && typeof value === "object" && "standardError" in value && "low" in value && "unit" in value;
}

/** Returns the standard error, or a quarter of the interval if it is 0 or unknown, or 0 if there is neither. */
function scale(estimate) {
  const error = number(estimate.standardError);
  const quarter = (number(estimate.high) - number(estimate.low)) / 4;
  const size = error > 0 ? error : quarter;
  return size > 0 && Number.isFinite(size) ? size : 0;
}

function rounded(value, estimate) {
  const error = scale(estimate);
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  }
  // Like EstimateText: tiny numbers keep a power of ten instead of nine zeros.
  const tiny = error < 1e-8 && Math.abs(number(estimate.value)) < 1e-6;
  const decimals = Math.max(0, Math.min(15, 1 - Math.floor(Math.log10(error))));
  const text = error === 0 ? short(value, 8) : tiny ? value.toExponential(1) : value.toFixed(decimals);
  return text.replace(/^-(?=0(\.0*)?$)/, "").replace(/^-/, "−");
}

/** Formats a number without known error. */
export function short(value, digits = 5) {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e7)
    ? value.toExponential(digits > 5 ? 5 : 2).replace(/\.?0+e/, "e").replace("e+", "e")
    : String(Number(value.toPrecision(digits)));
}

function unit(estimate) {
  return estimate.unit === "percent" ? " %" : estimate.unit ? ` ${estimate.unit}` : "";
}

/** Formats an estimate: value, error and unit. */
export function withError(estimate) {
  const error = number(estimate.standardError);
  const known = error > 0 && Number.isFinite(error);
  return rounded(number(estimate.value), estimate) + (known ? ` ± ${rounded(error, estimate)}` : "") + unit(estimate);
}

/** Formats the 95 % interval; empty if the error is zero or unknown. */
export function interval(estimate) {
  const low = number(estimate.low);
  const high = number(estimate.high);
  return low < high ? `[${rounded(low, estimate)}, ${rounded(high, estimate)}]` : "";
}

const EVIDENCE = {
  __proto__: null,
  exact: "computed without approximation",
  bound: "in expectation, the truth lies on a known side",
  estimate: "measured, with an error bar",
  analogy: "an analogy, which explains but proves nothing"
};

/** Creates a badge for the evidence of a number or a claim. */
export function badge(evidence, text = evidence) {
  return make("span", {class: `badge ${evidence in EVIDENCE ? evidence : ""}`, title: EVIDENCE[evidence] ?? null}, text);
}

export function badgeOf(estimate) {
  switch (estimate.bound) {
    case "exact": return badge("exact");
    case "lower": return badge("bound", "lower bound");
    case "upper": return badge("bound", "upper bound");
    case "lower if started in equilibrium":
    case "upper if started in equilibrium":
      return badge("estimate", estimate.bound.replace(" if ", " bound if the reverse chains ").replace("started", "start"));
    default: return badge("estimate");
  }
}

/** Lists all estimates inside a result with their paths. */
export function estimates(result, path = "") {
  if (isEstimate(result)) {
    return [{path, estimate: result}];
  }
  if (result === null || typeof result !== "object") {
    return [];
  }
  return Object.entries(result).flatMap(([key, value]) => {
    const name = Array.isArray(result) ? `[${Number(key) + 1}]` : (path ? "." : "") + key;
    return estimates(value, path + name);
  });
}

/** Lists the warnings of a result: all sentences in it with the names "warning" and "warnings". */
export function warnings(result) {
  if (result === null || typeof result !== "object") {
    return [];
  }
  const own = [result.warning, result.warnings].flat().filter(one => typeof one === "string" && one !== "");
  return [...own, ...Object.entries(result).filter(([key]) => key !== "warnings").flatMap(([, value]) => warnings(value))];
}

/** Creates a box of warnings; null if there are none. */
export function warned(sentences) {
  return sentences.length === 0 ? null
    : make("div", {class: "warning", role: "alert"}, make("ul", {}, [...new Set(sentences)].map(one => make("li", {}, one))));
}

/** Lists the single values of an object with their paths, such as the settings of an experiment. */
export function leaves(value, path = "") {
  if (value === null || typeof value !== "object") {
    return [[path, String(value)]];
  }
  if (Array.isArray(value) && value.every(one => one === null || typeof one !== "object")) {
    return [[path, value.join(", ")]];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, path + (Array.isArray(value) ? `[${key}]` : (path ? "." : "") + key)));
}

const DATE = new Intl.DateTimeFormat("en-GB", {dateStyle: "medium", timeStyle: "short"});

export function time(text) {
  return text ? make("time", {datetime: text, title: text}, DATE.format(new Date(text))) : "";
}

/** Formats the time between two moments, or until now. */
export function duration(from, to) {
  const seconds = Math.max(0, Math.round(((to ? new Date(to) : new Date()) - new Date(from)) / 1000));
  const parts = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const first = parts.findIndex(([size]) => seconds >= size);
  if (first === -1) {
    return "0 s";
  }
  return parts.slice(first, first + 2)
      .map(([size, name], i) => `${i === 0 ? Math.floor(seconds / size) : Math.floor(seconds % parts[first][0] / size)} ${name}`)
      .join(" ");
}

/** Returns the display name of an estimator of log Z. The server generates methods.js from the registered estimators. */
export function methodName(method) {
  return METHODS.get(method) ?? method;
}
