/* A search for settings: every trial a line through its settings to its score. */

import {empty, make, table} from "./dom.js";
import {interval, number, short, withError} from "./numbers.js";

const WIDTH = 900;
const HEIGHT = 360;
const MARGIN = {top: 44, right: 90, bottom: 20, left: 90};

export function hasTrials(result) {
  return Array.isArray(result?.trials) && result.trials.length > 0 && result.trials.every(trial => trial.values && trial.score);
}

export async function showSweep(element, {view}) {
  const {result} = view();
  const ranked = result.trials.filter(trial => trial.failure === "" && Number.isFinite(number(trial.score.value)));
  const paths = [...new Set(result.trials.flatMap(trial => Object.keys(trial.values)))];
  const said = make("p", {class: "hint", role: "status"}, "Point at a line, or move to it with the tabulator, to see its trial.");
  element.replaceChildren(
      ranked.length === 0 ? empty("No trial has a score") : make("div", {class: "table"}, drawing(paths, ranked, result.score, said)), said,
      result.command ? make("pre", {}, result.command) : "",
      table(`Trials, the best first by ${result.score}`, ["trial", ...paths, result.score, "95 % interval", ""],
          result.trials.map(trial => [String(trial.trial), ...paths.map(path => trial.values[path] ?? "–"),
            trial.failure === "" ? withError(trial.score) : "–", trial.failure === "" ? interval(trial.score) : "",
            make("span", {class: "bad"}, trial.failure)]), paths.map((path, i) => i + 1).concat(paths.length + 1, paths.length + 2)));
}

function svg(name, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text;
  return element;
}

/** An axis for each setting and one for the score; numbers by size, on a logarithmic scale if they span decades. */
function drawing(paths, trials, scoreName, said) {
  const axes = [...paths.map(path => axis(path, trials.map(trial => trial.values[path] ?? "–"))),
    axis(scoreName, trials.map(trial => number(trial.score.value)))];
  const step = (WIDTH - MARGIN.left - MARGIN.right) / Math.max(1, axes.length - 1);
  const root = svg("svg", {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "parallel", role: "group", "aria-label": "Trials as lines through their settings"});
  axes.forEach((one, i) => {
    const x = MARGIN.left + i * step;
    root.append(svg("line", {class: "plot-axis", x1: x, x2: x, y1: MARGIN.top, y2: HEIGHT - MARGIN.bottom}),
        svg("text", {class: "plot-label", x, y: i % 2 ? 14 : 30, "text-anchor": "middle"}, one.name));
  });
  // The worst first, so that the best lie on top.
  [...trials].reverse().forEach((trial, i) => {
    const points = axes.map((one, k) => `${MARGIN.left + k * step},${one.place(k < paths.length ? trial.values[paths[k]] ?? "–" : number(trial.score.value))}`);
    const line = svg("polyline", {
      class: i === trials.length - 1 ? "trial best" : "trial", points: points.join(" "), tabindex: 0, role: "img",
      "stroke-opacity": 0.25 + 0.6 * (i + 1) / trials.length
    });
    const tell = () => {
      said.textContent = `Trial ${trial.trial}: ${withError(trial.score)}, ${Object.entries(trial.values).map(([k, v]) => `${k} = ${v}`).join(", ")}`;
    };
    line.setAttribute("aria-label", `Trial ${trial.trial}: ${withError(trial.score)}`);
    line.addEventListener("pointerenter", tell);
    line.addEventListener("focus", tell);
    root.append(line);
  });
  axes.forEach((one, i) => one.ticks.forEach(([y, text]) =>
    root.append(svg("text", {class: "plot-tick", x: MARGIN.left + i * step + 6, y: y + 4}, text))));
  return root;
}

function axis(name, values) {
  const numbers = values.map(value => typeof value === "number" ? value : value.trim() === "" ? NaN : Number(value));
  const [low, high] = [MARGIN.top + 6, HEIGHT - MARGIN.bottom - 6];
  if (numbers.every(Number.isFinite)) {
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    const log = least > 0 && most / least >= 20;
    const scale = log ? Math.log10 : value => value;
    const place = value => most === least ? (low + high) / 2
      : high - (high - low) * (scale(Number(value)) - scale(least)) / (scale(most) - scale(least));
    const marks = [...new Set(numbers)].length <= 5 ? [...new Set(numbers)]
      : [least, log ? Math.sqrt(least * most) : (least + most) / 2, most];
    return {name: log ? `${name} (log)` : name, place, ticks: marks.map(value => [place(value), short(value, 4)])};
  }
  const words = [...new Set(values)];
  const place = value => words.length === 1 ? (low + high) / 2 : high - (high - low) * words.indexOf(value) / (words.length - 1);
  return {name, place, ticks: words.map(word => [place(word), word.length > 18 ? word.slice(0, 17) + "…" : word])};
}
