/* Shows filters of hidden units and states of persistent chains, and follows a running run. */

import {ask, empty, failure, loading, make} from "./dom.js";

const PAGE = 100;

export async function showFilters(element, {id, page, view}) {
  let layer = 1;
  let from = 0;
  let order = "index";
  let shown = null;
  const tools = make("div", {class: "tools"});
  const body = make("div", {}, loading("pictures"));
  element.replaceChildren(tools, body);

  async function draw() {
    if (view().model === "") {
      shown = "";
      tools.replaceChildren();
      body.replaceChildren(empty("No model is saved yet", "The first pictures appear after the first checkpoint."));
      return;
    }
    shown = view().model;
    try {
      const pictures = await ask("pictures", {id, layer, from, order});
      if (!page.signal.aborted) {
        drawTools(pictures);
        drawPictures(body, pictures, layer);
      }
    } catch (error) {
      body.replaceChildren(failure(error));
    }
  }

  function drawTools(pictures) {
    const focused = document.activeElement?.dataset?.tool;
    const choose = (name, text, entries, value, change) => make("label", {}, text, " ", make("select", {
      "data-tool": name, onchange: event => {
        change(event.target.value);
        draw();
      }
    }, entries.map(([key, words]) => make("option", {value: key, selected: String(key) === String(value)}, words))));
    const turn = (name, text, to) => make("button", {
      type: "button", "data-tool": name, disabled: to < 0 || to >= pictures.total, onclick: () => {
        from = to;
        draw();
      }
    }, text);
    tools.replaceChildren(
        choose("layer", "Layer", pictures.layers.map((units, i) => [i + 1, `${i + 1}: ${units} units`]), layer, value => {
          layer = Number(value);
          from = 0;
        }),
        choose("order", "Order", [["index", "by number"], ["strongest", "largest weights first"]], order, value => {
          order = value;
          from = 0;
        }),
        turn("back", "Back", from - PAGE), turn("next", "Next", from + PAGE),
        make("span", {class: "hint"}, `${from + 1} to ${Math.min(pictures.total, from + PAGE)} of ${pictures.total}, from ${pictures.source}`));
    tools.querySelector(`[data-tool="${focused}"]`)?.focus();
  }

  await draw();
  if (view().summary.status === "running") {
    page.every(2, async () => {
      if (view().model !== shown) {
        await draw();
      }
    });
  }
}

function drawPictures(body, pictures, layer) {
  const filters = make("figure", {class: "filters"});
  const chains = make("figure", {class: "chains"});
  body.replaceChildren(filters, make("p", {class: "hint"}, layer === 1
    ? "A pixel with a red weight switches the unit on, a pixel with a blue weight switches it off; all pictures have one "
      + "scale. Learned units show strokes and spots; noise means that a unit has learned nothing."
    : "Each picture is the sum of the pictures of the layer below, weighted; it ignores the nonlinearity between layers."),
  pictures.chains ? chains : "",
  pictures.chains ? make("p", {class: "hint"}, "States of the persistent chains of training. They should look like the data "
    + "and differ from each other; if all are alike, the chains are stuck.") : "");
  dbnPlots.tiles(filters, pictures.filters);
  if (pictures.chains) {
    dbnPlots.tiles(chains, pictures.chains);
  }
}
