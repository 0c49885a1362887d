/* The measurements of a run: fetched in parts, sorted into charts. */

import {ask} from "./dom.js";
import {number} from "./numbers.js";

/** What is drawn together, and what to look for. Series are matched by the end of their name. */
const CHARTS = [
  {
    title: "Log-likelihood", axis: "log-likelihood", ends: ["logLikelihood", "heldOut.logLikelihood"],
    hint: "Rises while the model learns; a curve on held-out rows that falls behind is overfitting."
  },
  {
    title: "Pseudo-likelihood", axis: "per visible unit", ends: ["pseudoLikelihood", "heldOut.pseudoLikelihood"],
    hint: "Rises with the fit of single units; blind to what takes several units to change."
  },
  {
    title: "Mean free energy", axis: "free energy", ends: ["freeEnergy"],
    hint: "Its level means nothing without log Z; jumps mean a learning rate that is too high."
  },
  {
    title: "Free-energy gap", axis: "held out minus trained", ends: ["freeEnergyGap"],
    hint: "Near zero is good. When it grows, the model begins to overfit."
  },
  {
    title: "log Z", axis: "log Z", ends: ["logPartition"],
    hint: "What separates the free energy from the log-likelihood."
  },
  {
    title: "Reconstruction error", axis: "squared distance", ends: ["reconstructionError"],
    hint: "Falls when training works, and says little about the likelihood."
  },
  {
    title: "Weights", axis: "size", ends: ["weightRms", "weightMax"],
    hint: "Grow fast, then slowly. A largest weight that runs away from the mean is a unit that has taken over."
  },
  {
    title: "Hidden units at the ends of their range", axis: "share of units", ends: ["deadUnits", "saturatedUnits"],
    hint: "Dead units are never on, saturated ones always: neither carries anything."
  },
  {
    title: "Exchanges between temperatures", axis: "accepted", ends: ["swapRate", "exchangeRate"],
    hint: "Between 20 and 80 % the ladder of temperatures is dense enough."
  },
  {title: "Loss", axis: "loss", ends: ["loss"], hint: "Of supervised training, on training rows."}
];

/** What curves are called in a chart with several. */
const NAMES = {
  __proto__: null,
  logLikelihood: "training rows", "heldOut.logLikelihood": "held-out rows",
  pseudoLikelihood: "training rows", "heldOut.pseudoLikelihood": "held-out rows",
  weightRms: "root mean square", weightMax: "largest",
  deadUnits: "dead", saturatedUnits: "saturated"
};

/** A run's measurements, which grow. */
export class Measurements {
  constructor(id) {
    this.id = id;
    this.after = 0;
    this.series = {__proto__: null};
  }

  /** Fetches what is new; whether there was anything. */
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

/** Series names as part (a layer, a stage) and what was measured of it. */
function split(name) {
  const chart = CHARTS.flatMap(one => one.ends.map(end => ({one, end})))
      .filter(({end}) => name === end || name.endsWith("." + end))
      .sort((a, b) => b.end.length - a.end.length)[0];
  const end = chart ? chart.end : name.slice(name.lastIndexOf(".") + 1);
  return {part: name.slice(0, Math.max(0, name.length - end.length - 1)), end, chart: chart?.one};
}

/** "mixture.layer2" as "mixture, layer 2". */
export function partName(part) {
  const text = part.split(".").map(word => word.replace(/^layer(\d+)$/, "layer $1")).join(", ") || "the whole";
  return text[0].toUpperCase() + text.slice(1);
}

/**
 * Charts for measurements.
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

/** Names of series in the order of their charts. */
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

/** As many points as a screen shows, and always the last. */
export function points(one, abscissa) {
  const stride = Math.ceil(one.points.length / MOST_POINTS) || 1;
  return one.points
      .filter((p, i) => i % stride === 0 || i === one.points.length - 1)
      .map(p => ({x: p[abscissa], y: p.y, low: p.low, high: p.high}));
}

/** What a chart of several runs draws: one curve each of the series of this name. */
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
