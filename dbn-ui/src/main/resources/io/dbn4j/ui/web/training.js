/* The training of one run, followed while it goes on. */

import {empty, failure, loading, make} from "./dom.js";
import {charts, Measurements, partName} from "./series.js";

export async function showTraining(element, {id, page, view}) {
  element.append(loading("measurements"));
  const measurements = new Measurements(id);
  const resumed = view().record.resumed;
  let abscissa = "epoch";
  const parts = make("div");
  const choice = make("fieldset", {class: "choice"}, make("legend", {}, "Over"),
      [["epoch", "epochs"], ["step", "updates"]].map(([value, text]) => make("label", {},
          make("input", {
            type: "radio", name: "abscissa", value, checked: value === abscissa,
            onchange: () => {
              abscissa = value;
              drawn.clear();
              draw();
            }
          }), text)));
  const drawn = new Map();
  const draw = () => drawParts(parts, charts(measurements.series, abscissa), drawn, view());
  try {
    await measurements.refresh();
  } catch (error) {
    element.replaceChildren(failure(error));
    return;
  }
  if (page.signal.aborted) {
    return;
  }
  element.replaceChildren(choice, parts);
  draw();
  if (view().summary.status === "running") {
    let last = false;
    page.every(1.5, async () => {
      if (last) {
        return;
      }
      last = view().summary.status !== "running"; // One more time: the end may have come after the last look.
      if (view().record.resumed !== resumed) {
        measurements.after = 0;
        measurements.series = {};
      }
      if (await measurements.refresh()) {
        draw();
      }
    });
  }
}

/** Draws charts whose numbers have changed, and leaves the others alone. */
function drawParts(element, parts, drawn, view) {
  if (parts.length === 0) {
    const running = view.summary.status === "running";
    element.replaceChildren(empty(running ? "Nothing was measured yet" : "This run has no measurements over time",
        running ? "The first numbers come at the end of the first epoch." : "What it found is under Result."));
    drawn.clear();
    return;
  }
  if (drawn.size === 0) {
    element.replaceChildren();
  }
  for (const {part, charts} of parts) {
    const key = `part ${part}`;
    if (!drawn.has(key)) {
      const grid = make("div", {class: "charts"});
      element.append(make("section", {}, make("h2", {}, partName(part)), grid));
      drawn.set(key, grid);
    }
    for (const chart of charts) {
      drawChart(drawn.get(key), `${part} ${chart.key}`, chart, drawn);
    }
  }
}

function drawChart(grid, key, chart, drawn) {
  const text = JSON.stringify(chart.spec);
  let entry = drawn.get(key);
  if (!entry) {
    const figure = make("figure");
    grid.append(make("div", {class: "chart", "data-series": key}, figure, chart.hint ? make("p", {class: "hint"}, chart.hint) : null));
    entry = {figure, text: ""};
    drawn.set(key, entry);
  }
  if (entry.text !== text) {
    dbnPlots.line(entry.figure, chart.spec);
    entry.text = text;
  }
}
