/* Shows a search for settings; each trial is a line through its settings to its score. */

import {empty, make, table} from "./dom.js";
import {interval, number, withError} from "./numbers.js";

export function hasTrials(result) {
  return Array.isArray(result?.trials) && result.trials.length > 0 && result.trials.every(trial => trial.values && trial.score);
}

export async function showSweep(element, {view}) {
  const {result} = view();
  const ranked = result.trials.filter(trial => trial.failure === "" && Number.isFinite(number(trial.score.value)));
  const paths = [...new Set(result.trials.flatMap(trial => Object.keys(trial.values)))];
  const said = make("p", {class: "hint", role: "status"}, "Point at a line, or select it with the Tab key, to see its trial.");
  const figure = make("figure");
  element.replaceChildren(ranked.length === 0 ? empty("No trial has a score") : figure, said,
      result.command ? make("pre", {}, result.command) : "",
      table(`Trials by ${result.score}, the best first`, ["trial", ...paths, result.score, "95 % interval", ""],
          result.trials.map(trial => [String(trial.trial), ...paths.map(path => trial.values[path] ?? "–"),
            trial.failure === "" ? withError(trial.score) : "–", trial.failure === "" ? interval(trial.score) : "",
            make("span", {class: "bad"}, trial.failure)]), paths.map((path, i) => i + 1).concat(paths.length + 1, paths.length + 2)));
  if (ranked.length > 0) {
    dbnPlots.parallel(figure, spec(paths, ranked, result.score), name => said.textContent = name);
  }
}

/** Returns the chart; the best trial has strength 1, the worst the least. */
function spec(paths, trials, scoreName) {
  const axes = [...paths.map(path => axis(path, trials.map(trial => trial.values[path] ?? "–"))),
    axis(scoreName, trials.map(trial => number(trial.score.value)))];
  const lines = trials.map((trial, rank) => ({
    name: `Trial ${trial.trial}: ${withError(trial.score)}, ${Object.entries(trial.values).map(([k, v]) => `${k} = ${v}`).join(", ")}`,
    values: axes.map((one, k) => one.place(k < paths.length ? trial.values[paths[k]] ?? "–" : number(trial.score.value))),
    strength: rank === 0 ? 1 : 0.9 * (trials.length - rank) / trials.length
  }));
  return {title: "All trials, the best one in another color", axes, lines};
}

/** Returns an axis: numbers by size, logarithmic if they span decades, or words in their order of appearance. */
function axis(label, values) {
  const numbers = values.map(value => typeof value === "number" ? value : value.trim() === "" ? NaN : Number(value));
  if (numbers.every(Number.isFinite)) {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    return {label, log: least > 0 && most / least >= 20, names: [], place: Number};
  }
  const words = [...new Set(values)];
  return {label, log: false, names: words.map(word => word.length > 18 ? word.slice(0, 17) + "…" : word), place: word => words.indexOf(word)};
}
