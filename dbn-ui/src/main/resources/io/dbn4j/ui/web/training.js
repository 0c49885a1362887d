/* Shows the measurements of a run and follows them while it is running. */

import {empty, failure, loading, make} from "./dom.js";
import {charts, Measurements, partName} from "./series.js";

export async function showTraining(element, {id, page, view}) {
  element.append(loading("measurements"));
  const measurements = new Measurements(id);
  const resumed = view().record.resumed;
  let abscissa = "epoch";
  const parts = make("div");
  const others = make("p", {class: "hint"});
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
  element.replaceChildren(choice, others, parts);
  drawOthers(others, id, view());
  draw();
  if (view().summary.status === "running") {
    let last = false;
    page.every(1.5, async () => {
      if (last) {
        return;
      }
      drawOthers(others, id, view());
      last = view().summary.status !== "running"; // One more refresh: the run may have ended after the previous one.
      if (view().record.resumed !== resumed) {
        measurements.after = 0;
        measurements.series = {__proto__: null};
      }
      if (await measurements.refresh()) {
        draw();
      }
    });
  }
}

/** Links to DL4J's own pages of the trainings, in new tabs, because they have no link back. */
function drawOthers(element, id, view) {
  if (element.childElementCount !== view.trainings.length) {
    element.replaceChildren("DL4J's pages of this training: ", ...view.trainings.flatMap((name, i) => [
      i > 0 ? ", " : "",
      make("a", {href: `/train/${encodeURIComponent(`${id}/${name}`.replaceAll("/", "~"))}/overview`, target: "_blank"}, name)
    ]));
  }
}

/** Draws the charts whose numbers have changed. */
function drawParts(element, parts, drawn, view) {
  if (parts.length === 0) {
    const running = view.summary.status === "running";
    element.replaceChildren(empty(running ? "There are no measurements yet" : "This run has no measurements over time",
        running ? "The first numbers appear at the end of the first epoch." : "The Result tab shows what it found."));
    drawn.clear();
    return;
  }
  const changed = [];
  const sections = parts.map(({part, charts}) => {
    const section = drawn.get(`part ${part}`) ?? made(drawn, `part ${part}`, () => {
      const grid = make("div", {class: "charts"});
      return {box: make("section", {}, make("h2", {}, partName(part)), grid), inner: grid};
    });
    inOrder(section.inner, charts.map(chart => {
      const entry = place(`${part} ${chart.key}`, chart, drawn);
      const text = JSON.stringify(chart.spec);
      if (entry.text !== text) {
        entry.text = text;
        changed.push(() => dbnPlots.line(entry.inner, chart.spec));
      }
      return entry.box;
    }));
    return section.box;
  });
  inOrder(element, sections);
  changed.forEach(draw => draw()); // Draw now, because the elements have a width.
}

function made(drawn, key, create) {
  const entry = create();
  drawn.set(key, entry);
  return entry;
}

/** Puts boxes in the order of the charts, which may differ from the order of measurement; does nothing if they are. */
function inOrder(parent, boxes) {
  if (boxes.some((box, i) => parent.children[i] !== box)) {
    parent.replaceChildren(...boxes);
  }
}

function place(key, chart, drawn) {
  return drawn.get(key) ?? made(drawn, key, () => {
    const figure = make("figure");
    const hint = chart.hint ? make("p", {class: "hint"}, chart.hint) : null;
    return {box: make("div", {class: "chart", "data-series": key}, figure, hint), inner: figure, text: ""};
  });
}
