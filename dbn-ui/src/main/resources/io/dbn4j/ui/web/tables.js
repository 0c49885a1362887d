/* Shows tables of a run, and curves of any column against any other. Rows keep their order, so that flows become paths. */

import {askText, empty, make, table} from "./dom.js";

const MOST_ROWS = 200;
const MOST_GROUPS = 12;

export async function showTables(element, {id, view, page}) {
  const names = view().tables;
  const body = make("div");
  const open = async name => {
    const rows = parse(await askText("table", {id, name}));
    if (!page.signal.aborted) {
      body.replaceChildren(...draw(name, rows));
    }
  };
  const choice = make("label", {}, "Table ", make("select", {onchange: event => open(event.target.value)},
      names.map(name => make("option", {value: name}, name))));
  element.replaceChildren(make("div", {class: "tools"}, choice), body);
  await open(names[0]);
}

/** Parses CSV into rows of cells; quoted cells may contain commas and line ends. */
export function parse(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows[rows.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "") {
      break;
    }
    if (end !== ",") {
      rows.push([]);
    }
  }
  return rows.filter(row => row.length > 1 || row[0] !== "");
}

function draw(name, [head, ...rows]) {
  if (rows.length === 0) {
    return [empty(`${name} is empty`)];
  }
  const values = head.map((column, i) => rows.map(row => number(row[i] ?? "")));
  const numeric = head.map((column, i) => i).filter(i => values[i].some(Number.isFinite)
    && rows.every((row, k) => Number.isFinite(values[i][k]) || /^(NaN|-?Infinity|)$/.test(row[i] ?? "")));
  const shown = rows.slice(0, MOST_ROWS);
  const whole = table(`${name}, ${rows.length} rows${rows.length > MOST_ROWS ? `, the first ${MOST_ROWS}` : ""}`, head, shown, numeric);
  const axes = numeric.filter(i => !isError(head, i));
  const words = head.map((column, i) => i).filter(i => !numeric.includes(i) && new Set(rows.map(row => row[i])).size <= MOST_GROUPS);
  const groups = new Set(rows.map(row => words.map(i => row[i]).join())).size;
  // Without curves if every row has a different name.
  return axes.length < 2 || groups === rows.length ? [whole] : [curves(head, rows, values, axes, words), whole];
}

function number(cell) {
  return cell.trim() === "" ? NaN : Number(cell);
}

/** Tells whether a column is the standard error of another: yError belongs to y. */
function isError(head, i) {
  return head.includes(head[i].replace(/Error$/, "")) && head[i].endsWith("Error");
}

function curves(head, rows, values, axes, words) {
  const figure = make("figure");
  const state = {x: axes[0], y: axes[1], log: false};
  const redraw = () => dbnPlots.line(figure, spec(head, rows, values, words, state));
  const choose = (text, key) => make("label", {}, `${text} `, make("select", {
    onchange: event => {
      state[key] = Number(event.target.value);
      redraw();
    }
  }, axes.map(i => make("option", {value: i, selected: i === state[key]}, head[i]))));
  const log = make("label", {}, make("input", {
    type: "checkbox", onchange: event => {
      state.log = event.target.checked;
      redraw();
    }
  }), "logarithmic x axis");
  queueMicrotask(redraw); // Draw after the element has a width.
  return make("div", {}, make("div", {class: "tools"}, choose("y axis", "y"), choose("x axis", "x"), log), figure);
}

function spec(head, rows, values, words, {x, y, log}) {
  const groups = new Map();
  const error = head.indexOf(`${head[y]}Error`);
  rows.forEach((row, k) => {
    const group = words.map(i => row[i]).join(", ") || head[y];
    const points = groups.get(group) ?? groups.set(group, []).get(group);
    const spread = error === -1 ? NaN : 1.96 * values[error][k];
    points.push({x: values[x][k], y: values[y][k], low: values[y][k] - spread, high: values[y][k] + spread});
  });
  return {
    title: `${head[y]} against ${head[x]}`, x: {label: head[x], unit: "", log}, y: {label: head[y], unit: "", log: false},
    series: [...groups].slice(0, MOST_GROUPS).map(([group, points]) => ({name: group, points}))
  };
}
