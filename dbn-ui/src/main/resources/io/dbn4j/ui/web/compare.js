/* Compares runs: curves in one chart, results and settings in one table. */

import {ask, empty, link, loading, make, table} from "./dom.js";
import {METHODS} from "./methods.js";
import {estimates, interval, leaves, methodName, withError} from "./numbers.js";
import {inOrder, Measurements, overlay} from "./series.js";
import {status} from "./runs.js";

const MOST = 6;

export async function showCompare(element, parameters, page) {
  page.title("Compare");
  const ids = [...new Set(parameters.getAll("id"))].slice(0, MOST);
  if (ids.length === 0) {
    element.replaceChildren(make("h1", {}, "Compare"),
        empty("No runs are chosen", "Tick runs in the list of runs, then press Compare."),
        make("p", {class: "empty"}, make("a", {class: "button", href: link("runs")}, "To the runs")));
    return;
  }
  element.append(loading("runs"));
  const runs = await Promise.all(ids.map(load));
  if (page.signal.aborted) {
    return;
  }
  label(runs);
  const curves = make("div");
  element.replaceChildren(make("h1", {}, "Compare"), make("p", {class: "headline"}, runs.map(run => make("a",
      {class: "compared", href: link("run", {id: run.id})}, run.name, " ", status(run.view.summary)))),
  curves, differences(runs), results(runs));
  drawCurves(curves, runs);
  if (runs.some(run => run.view.summary.status === "running")) {
    page.every(3, async () => {
      const changed = await Promise.all(runs.map(run => run.measurements.refresh()));
      if (changed.some(Boolean)) {
        drawCurves(curves, runs);
      }
    });
  }
}

async function load(id) {
  const measurements = new Measurements(id);
  const [view] = await Promise.all([ask("run", {id}), measurements.refresh()]);
  return {id, view, measurements, name: view.summary.name};
}

/** Gives each run a name of its own: with the seed, or with the folder if the seed is not enough. */
function label(runs) {
  const names = runs.map(run => `${run.view.summary.name}, seed ${run.view.summary.seed}`);
  runs.forEach((run, i) => {
    const same = names.filter(name => name === names[i]).length > 1;
    run.name = same ? run.view.summary.folder || `${names[i]} (${i + 1})` : names[i];
  });
}

let name = "";
let abscissa = "epoch";

function drawCurves(element, runs) {
  const all = new Set(runs.flatMap(run => Object.keys(run.measurements.series)));
  if (all.size === 0) {
    element.replaceChildren(make("h2", {}, "Curves"), empty("None of these runs has measurements over time"));
    return;
  }
  const shared = order(runs);
  if (!all.has(name)) {
    name = shared[0];
  }
  const figure = make("figure");
  const draw = () => dbnPlots.line(figure, overlay(name,
      runs.map(run => ({name: run.name, series: run.measurements.series})), abscissa));
  const select = make("select", {
    id: "series", onchange: event => {
      name = event.target.value;
      draw();
    }
  }, shared.map(series => make("option", {value: series, selected: series === name}, series)));
  const over = make("select", {
    "aria-label": "Over", onchange: event => {
      abscissa = event.target.value;
      draw();
    }
  }, [["epoch", "over epochs"], ["step", "over updates"]].map(([value, text]) =>
    make("option", {value, selected: value === abscissa}, text)));
  element.replaceChildren(make("h2", {}, "Curves"),
      make("div", {class: "tools"}, make("label", {for: "series"}, "Series"), select, over), figure);
  draw();
}

/** Returns names of series, those of most runs first, then in the order of charts. */
function order(runs) {
  const count = {__proto__: null};
  runs.flatMap(run => Object.keys(run.measurements.series)).forEach(key => { count[key] = (count[key] ?? 0) + 1; });
  return inOrder(Object.keys(count)).sort((a, b) => count[b] - count[a]);
}

function differences(runs) {
  const settings = runs.map(run => new Map([["seed", String(run.view.record.seed)], ...leaves(run.view.record.experiment),
    ["code", run.view.record.code.slice(0, 10)]]));
  const paths = [...new Set(settings.flatMap(one => [...one.keys()]))];
  const rows = paths.filter(path => new Set(settings.map(one => one.get(path))).size > 1)
      .map(path => [make("span", {class: "path"}, path), ...settings.map(one => one.get(path) ?? "–")]);
  return make("section", {}, make("h2", {}, "What differs in the settings"),
      rows.length === 0
        ? make("p", {class: "hint"}, runs.length === 1 ? "There is only one run to compare." : "Nothing differs: the runs repeat each other.")
        : table("Settings that differ", ["setting", ...runs.map(run => run.name)], rows));
}

/** Returns the estimates of a run by quantity; a quantity has one for each estimator of log Z, or a single one. */
function byQuantity(result) {
  const quantities = new Map();
  for (const {path, estimate} of estimates(result)) {
    const [, before, last] = /^(?:(.*)\.)?([^.]*)$/.exec(path);
    const isMethod = before !== undefined && METHODS.has(last);
    const quantity = isMethod ? before : path;
    quantities.set(quantity, [...quantities.get(quantity) ?? [], {method: isMethod ? methodName(last) : "", estimate}]);
  }
  return quantities;
}

function results(runs) {
  const found = runs.map(run => byQuantity(run.view.result));
  const paths = [...new Set(found.flatMap(one => [...one.keys()]))];
  const rows = paths.map(path => [make("span", {class: "path"}, path), ...found.map(one =>
    one.has(path) ? one.get(path).map(({method, estimate}) => make("div", {title: interval(estimate)},
        withError(estimate), method ? make("small", {}, ` ${method}`) : "")) : "–")]);
  return make("section", {}, make("h2", {}, "Results"),
      rows.length === 0
        ? make("p", {class: "hint"}, "None of these runs has a result yet.")
        : table("Estimates, with standard errors", ["", ...runs.map(run => run.name)], rows, runs.map((run, i) => i + 1)));
}
