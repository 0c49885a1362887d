/* Shows the layers of a stack: free energies, their changes from layer to layer, and bounds of log Z. */

import {make, table} from "./dom.js";
import {badgeOf, interval, isEstimate, methodName, number, warned, warnings, withError} from "./numbers.js";

/** Lists all ledgers and lists of layers inside a result, with their paths. */
export function stacks(result, path = "") {
  if (result === null || typeof result !== "object" || isEstimate(result)) {
    return [];
  }
  if (Array.isArray(result.layers) && result.layers.length > 0 && result.layers.every(isLayer)) {
    return [{path, layers: result.layers, steps: Array.isArray(result.steps) ? result.steps : [], of: result}];
  }
  return Object.entries(result).flatMap(([key, value]) => stacks(value, path ? `${path}.${key}` : key));
}

function isLayer(layer) {
  return layer !== null && typeof layer === "object" && Number.isInteger(layer.visible) && Number.isInteger(layer.hidden);
}

const NAMES = {
  __proto__: null,
  freeEnergy: "free energy −log Z", freeEnergyPerUnit: "per unit", freeEnergyTrain: "mean free energy of training rows",
  freeEnergyGap: "held-out rows minus training rows"
};

/** Gauges: the states that define each one, and how to read a change in it. */
const GAUGES = {
  onData: ["states that come up from the data", "The change is the gain of the variational bound by the upper RBM; a positive value is an improvement."],
  onModel: ["states of the lower RBM's own model", "The change is minus a divergence: at most zero, and zero if the upper RBM is the transposed lower RBM."]
};

/** Number of standard errors by which bounds may cross by chance, as in results. */
const ERRORS = 3;

export async function showStack(element, {view}) {
  const result = view().result;
  const found = stacks(result);
  element.replaceChildren(...found.map(stack => make("section", {},
      stack.path ? make("h2", {}, stack.path) : null,
      drawing(stack.layers), layersTable(stack.layers), stack.steps.length ? ledger(stack.steps) : null,
      sandwich(stack.of))), ...(found.some(stack => stack.of === result) ? [] : sandwich(result)));
}

/** Draws layers as bars whose width is proportional to the number of units. */
function drawing(layers) {
  const sizes = [layers[0].visible, ...layers.map(layer => layer.hidden)];
  const most = Math.max(...sizes);
  const bars = sizes.map((size, i) => {
    const bar = make("div", {class: "bar"});
    bar.style.width = `${Math.max(2, 100 * size / most)}%`;
    return make("div", {class: "units"}, make("span", {class: "bar-name"}, i === 0 ? "visible" : `hidden ${i}`), make("div", {class: "bar-room"}, bar), make("span", {class: "bar-size"}, `${size}`));
  }).reverse();
  return make("div", {class: "stack", role: "img", "aria-label": `Units from the bottom: ${sizes.join(", ")}`}, bars);
}

function layersTable(layers) {
  const keys = [...new Set(layers.flatMap(layer => Object.keys(layer).filter(key => isEstimate(layer[key]))))];
  if (keys.length === 0) {
    return null;
  }
  const rows = layers.map((layer, i) => [`${i + 1}: ${layer.visible}-${layer.hidden}`,
    ...keys.map(key => cell(layer[key]))]);
  return table("Layers from the bottom", ["RBM", ...keys.map(key => NAMES[key] ?? key)], rows, keys.map((key, i) => i + 1));
}

function cell(estimate) {
  return estimate ? make("span", {title: interval(estimate)}, withError(estimate), " ", badgeOf(estimate)) : "–";
}

/** Shows the change of the free energy from each RBM to the next, in the chosen gauge. */
function ledger(steps) {
  const body = make("div");
  const draw = gauge => body.replaceChildren(
      table(`Change of the free energy, in the gauge of ${GAUGES[gauge][0]}`,
          ["from", "to", "change", "95 % interval", "variance"],
          steps.map((step, i) => [`RBM ${i + 1}`, `RBM ${i + 2}`, cell(step[gauge]), interval(step[gauge]), cell(step.variance)]), [2, 3, 4]),
      make("p", {class: "hint"}, GAUGES[gauge][1], " If the variance is zero, both distributions agree on these states."));
  const choice = make("fieldset", {class: "choice"}, make("legend", {}, "Gauge"),
      Object.entries(GAUGES).map(([name, [text]], i) => make("label", {},
          make("input", {type: "radio", name: "gauge", checked: i === 0, onchange: () => draw(name)}), text)));
  draw("onData");
  return make("div", {}, make("h3", {}, "Ledger"), choice, body);
}

/** Names in a result: the values of log Z, and the warnings about their bounds. */
const BRACKETS = {logPartition: "bracket", topLogPartition: "topBracket"};

/** Shows values and bounds of log Z. */
function sandwich(result) {
  const sets = Object.keys(BRACKETS).filter(name => result[name] && typeof result[name] === "object");
  return sets.map(name => {
    const entries = Object.entries(result[name]).filter(([, value]) => isEstimate(value))
        .sort(([, a], [, b]) => number(a.value) - number(b.value));
    return make("div", {}, table(name === "logPartition" ? "log Z of the first RBM" : "log Z of the top RBM", ["method", "value", "95 % interval", "side"],
        entries.map(([method, value]) => [methodName(method), withError(value), interval(value), badgeOf(value)]), [1, 2]),
    // Warnings of the run take precedence: the run knows more than the numbers show.
    warned(warnings(result[BRACKETS[name]])) ?? bracket(entries.map(([, value]) => value)));
  });
}

/** Shows the distance of the best bounds, or a warning if they contradict each other. */
function bracket(estimates) {
  const lower = estimates.filter(one => String(one.bound).startsWith("lower")).pop();
  const upper = estimates.find(one => String(one.bound).startsWith("upper"));
  if (!lower || !upper) {
    return null;
  }
  const width = number(upper.value) - number(lower.value);
  const error = Math.hypot(number(lower.standardError) || 0, number(upper.standardError) || 0);
  const nats = withError({value: Math.abs(width), standardError: error, low: NaN, high: NaN, unit: "nats"});
  if (width < -ERRORS * error) {
    return make("p", {class: "warning", role: "alert"},
        `Inverted bracket: the upper bound lies below the lower one, by ${nats}. At least one of them is wrong.`);
  }
  return make("p", {class: "hint"}, width < 0
    ? `The bounds meet within their errors: they cross by ${nats}.`
    : `The bounds are ${nats} apart${condition([lower, upper])}.`);
}

/** Returns the condition under which log Z lies between the bounds in expectation. */
function condition(bounds) {
  return bounds.some(one => one.bound.includes(" if "))
    ? ", and log Z lies between them in expectation if the reverse chains start in equilibrium"
    : ", and log Z lies between them in expectation";
}
