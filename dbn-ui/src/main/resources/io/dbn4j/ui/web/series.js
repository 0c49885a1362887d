/* Fetches the measurements of a run in parts and sorts them into charts. */

import {ask} from "./dom.js";
import {number} from "./numbers.js";

/** Charts: the series that each one draws, matched by the end of their name, and a hint for the reader. */
const CHARTS = [
  {
    title: "Log-likelihood", axis: "log-likelihood", ends: ["logLikelihood", "heldOut.logLikelihood"],
    hint: "Rises while the model learns. If the curve of held-out rows falls behind, the model overfits."
  },
  {
    title: "Pseudo-likelihood", axis: "per visible unit", ends: ["pseudoLikelihood", "heldOut.pseudoLikelihood"],
    hint: "Rises when single units fit better. It does not see errors that need several units to change at once."
  },
  {
    title: "Mean free energy", axis: "free energy", ends: ["freeEnergy"],
    hint: "The level means nothing without log Z. Jumps mean that the learning rate is too high."
  },
  {
    title: "Free-energy gap", axis: "held out minus trained", ends: ["freeEnergyGap"],
    hint: "A gap near zero is good. When it grows, the model begins to overfit."
  },
  {
    title: "log Z", axis: "log Z", ends: ["logPartition"],
    hint: "The log-likelihood of a row is minus its free energy minus log Z."
  },
  {
    title: "Reconstruction error", axis: "squared distance", ends: ["reconstructionError"],
    hint: "Falls when training works, but says little about the likelihood."
  },
  {
    title: "Weights", axis: "size", ends: ["weightRms", "weightMax"],
    hint: "Weights grow fast, then slowly. If the largest weight grows much faster than the others, one unit dominates."
  },
  {
    title: "Hidden units at the ends of their range", axis: "share of units", ends: ["deadUnits", "saturatedUnits"],
    hint: "Dead units are never on, saturated units always; neither carries information."
  },
  {
    title: "Exchanges between temperatures", axis: "accepted", ends: ["swapRate", "exchangeRate"],
    hint: "Between 20 and 80 % the temperatures are close enough to each other."
  },
  {title: "Loss", axis: "loss", ends: ["loss"], hint: "Loss of supervised training, on training rows."}
];

/** Names of curves in a chart with several curves. */
const NAMES = {
  __proto__: null,
  logLikelihood: "training rows", "heldOut.logLikelihood": "held-out rows",
  pseudoLikelihood: "training rows", "heldOut.pseudoLikelihood": "held-out rows",
  weightRms: "root mean square", weightMax: "largest",
  deadUnits: "dead", saturatedUnits: "saturated"
};

/** The measurements of a run so far. */
export class Measurements {
  constructor(id) {
    this.id = id;
    this.after = 0;
    this.series = {__proto__: null};
  }

  /** Fetches new measurements; returns whether there were any. */
  async refresh() {
    let changed = false;
    for (;;) {
      const part = await ask("metrics", {id: this.id, after: this.after});
      if (part.start === 0 && this.after !== 0) {
        this.series = {__proto__: null};
        changed = true;
      }
      for (const [name, more] of Object.entries(part.series)) {
        this.series[name] ??= {unit: more.unit, bound: more.bound, points: []};
        this.series[name].points.push(...more.points.map(([step, epoch, y, low, high, time]) =>
          ({step, epoch, y: number(y), low: number(low), high: number(high), time})));
        changed = true;
      }
      this.after = part.end;
      if (part.whole) {
        return changed;
      }
    }
  }
}

/** Splits the name of a series into its part (a layer, a stage) and the measured quantity. */
function split(name) {
  const chart = CHARTS.flatMap(one => one.ends.map(end => ({one, end})))
      .filter(({end}) => name === end || name.endsWith("." + end))
      .sort((a, b) => b.end.length - a.end.length)[0];
  const end = chart ? chart.end : name.slice(name.lastIndexOf(".") + 1);
  return {part: name.slice(0, Math.max(0, name.length - end.length - 1)), end, chart: chart?.one};
}

/** Returns the display name of a part: "mixture.layer2" becomes "Mixture, layer 2". */
export function partName(part) {
  const text = part.split(".").map(word => word.replace(/^layer(\d+)$/, "layer $1")).join(", ") || "whole model";
  return text[0].toUpperCase() + text.slice(1);
}

/**
 * Sorts measurements into charts.
 *
 * @returns [{part, charts: [{key, hint, spec}]}], spec for dbnPlots.line
 */
export function charts(series, abscissa) {
  const parts = new Map();
  for (const name of inOrder(Object.keys(series))) {
    const one = series[name];
    const {part, end, chart} = split(name);
    const of = parts.get(part) ?? parts.set(part, new Map()).get(part);
    const key = chart ? chart.title : end;
    const entry = of.get(key) ?? of.set(key, {chart, end, curves: []}).get(key);
    entry.curves.push({end, one});
  }
  return [...parts].map(([part, of]) => ({
    part,
    charts: [...of].map(([key, entry]) => ({
      key,
      hint: entry.chart?.hint ?? "",
      spec: spec(key, entry, abscissa)
    }))
  }));
}

/** Sorts names of series in the order of their charts. */
export function inOrder(names) {
  const place = name => {
    const {part, end, chart} = split(name);
    return {part, rank: rank(chart?.title), end: (chart?.ends ?? []).indexOf(end)};
  };
  return [...names].sort((a, b) => {
    const [p, q] = [place(a), place(b)];
    return p.part.localeCompare(q.part, "en", {numeric: true}) || p.rank - q.rank || p.end - q.end;
  });
}

function rank(title) {
  const index = CHARTS.findIndex(chart => chart.title === title);
  return index === -1 ? CHARTS.length : index;
}

function spec(title, entry, abscissa) {
  const unit = entry.curves[0].one.unit;
  const side = {
    __proto__: null,
    lower: ", a lower bound",
    upper: ", an upper bound",
    "lower if started in equilibrium": ", a lower bound if the reverse chains start in equilibrium",
    "upper if started in equilibrium": ", an upper bound if the reverse chains start in equilibrium"
  };
  return {
    title,
    x: {label: abscissa === "step" ? "updates" : "epochs", unit: "", log: false},
    y: {label: entry.chart?.axis ?? entry.end, unit: unit === "percent" ? "%" : unit, log: false},
    series: entry.curves.map(({end, one}) => ({
      name: (NAMES[end] ?? entry.chart?.axis ?? end) + (side[one.bound] ?? ""),
      points: points(one, abscissa)
    }))
  };
}

const MOST_POINTS = 800;

/** Thins points to the number that a screen shows; keeps the last one. */
export function points(one, abscissa) {
  const stride = Math.ceil(one.points.length / MOST_POINTS) || 1;
  return one.points
      .filter((p, i) => i % stride === 0 || i === one.points.length - 1)
      .map(p => ({x: p[abscissa], y: p.y, low: p.low, high: p.high}));
}

/** Returns a chart of one series with a curve for each run. */
export function overlay(name, runs, abscissa) {
  const {chart, end} = split(name);
  const unit = runs.map(run => run.series[name]?.unit).find(text => text) ?? "";
  return {
    title: `${partName(split(name).part)}: ${NAMES[end] && chart ? chart.title + ", " + NAMES[end] : chart?.title ?? end}`,
    x: {label: abscissa === "step" ? "updates" : "epochs", unit: "", log: false},
    y: {label: chart?.axis ?? end, unit: unit === "percent" ? "%" : unit, log: false},
    series: runs.filter(run => run.series[name]).map(run => ({name: run.name, points: points(run.series[name], abscissa)}))
  };
}
