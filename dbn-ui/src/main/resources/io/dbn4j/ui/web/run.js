/* Shows one run, with a tab for each kind of content. */

import {ask, failure, link, loading, make} from "./dom.js";
import {duration, time} from "./numbers.js";
import {showFilters} from "./filters.js";
import {showPlay} from "./play.js";
import {showReport} from "./report.js";
import {showResult} from "./result.js";
import {status} from "./runs.js";
import {showSettings} from "./settings.js";
import {showStack, stacks} from "./stack.js";
import {showTables} from "./tables.js";
import {hasTrials, showSweep} from "./sweep.js";
import {showTraining} from "./training.js";

/** Tabs: which runs have one, and the function that shows it. */
const TABS = [
  {name: "training", text: "Training", when: view => view.measured || view.summary.status === "running", show: showTraining},
  {name: "filters", text: "Filters", when: view => view.model !== "" || view.summary.status === "running", show: showFilters},
  {name: "stack", text: "Stack", when: view => stacks(view.result).length > 0, show: showStack},
  {
    name: "sweep", text: "Sweep", when: view => hasTrials(view.result), show: showSweep, first: view => hasTrials(view.result)
  },
  {
    name: "result", text: "Result", when: view => view.result !== null || view.problem !== "", show: showResult,
    first: view => view.result?.verdict !== undefined
  },
  {name: "tables", text: "Tables", when: view => view.tables.length > 0, show: showTables},
  {name: "report", text: "Report", when: view => view.report, show: showReport},
  {name: "play", text: "Play", when: view => view.plays, show: showPlay},
  {name: "settings", text: "Settings", when: () => true, show: showSettings}
];

export async function showRun(element, parameters, page) {
  const id = parameters.get("id") ?? "";
  element.append(loading("the run"));
  let view = await ask("run", {id});
  if (page.signal.aborted) {
    return;
  }
  page.title(view.summary.name);
  const head = make("div");
  const tabs = make("nav", {class: "tabs", "aria-label": "Parts of this run"});
  const body = make("div");
  element.replaceChildren(head, tabs, body);
  const asked = parameters.get("tab");
  const available = TABS.filter(tab => tab.when(view));
  const tab = available.find(one => one.name === asked) ?? available.find(one => one.first?.(view)) ?? available[0];
  const drawHead = () => {
    head.replaceChildren(heading(view));
    tabs.replaceChildren(...TABS.filter(one => one.when(view)).map(one => make("a", {
      href: link("run", {id, tab: one.name}), "aria-current": one === tab ? "page" : null
    }, one.text)));
  };
  drawHead();
  try {
    await tab.show(body, {id, page, view: () => view});
  } catch (error) {
    body.replaceChildren(failure(error));
  }
  if (view.summary.status === "running") {
    page.every(3, async () => {
      if (view.summary.status === "running") {
        view = await ask("run", {id});
        drawHead();
      }
    });
  }
}

function heading(view) {
  const run = view.summary;
  const took = `${run.status === "running" ? "for" : "took"} ${duration(run.started, run.ended)}`;
  return make("div", {class: "run-head"},
      make("h1", {}, run.name, " ", status(run)),
      make("p", {class: run.status === "failed" ? "headline bad" : "headline"}, run.headline),
      make("p", {class: "hint"}, `seed ${run.seed}, started `, time(run.started), ", ",
          run.status === "running" || run.ended ? took : "stopped without writing a result",
          `, ${run.folder || "this folder"}`));
}
