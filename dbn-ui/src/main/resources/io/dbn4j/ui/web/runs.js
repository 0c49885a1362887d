/* Shows the list of runs, with a search and a choice of runs to compare. */

import {ask, empty, link, loading, make} from "./dom.js";
import {duration, time} from "./numbers.js";

const MOST = 6;

const chosen = new Set();
let words = "";

export function status(run) {
  const words = {__proto__: null, running: "running", done: "done", failed: "failed", interrupted: "interrupted"};
  return make("span", {class: `status ${run.status}`}, words[run.status] ?? run.status);
}

export async function showRuns(element, parameters, page) {
  page.title("Runs");
  element.append(loading("runs"));
  let text = "";
  const refresh = async () => {
    const all = await ask("runs");
    const now = JSON.stringify(all);
    if (now !== text && !page.signal.aborted) {
      draw(element, all);
      text = now;
    }
  };
  await refresh();
  page.every(3, refresh);
}

function draw(element, all) {
  for (const id of chosen) {
    if (!all.runs.some(run => run.id === id)) {
      chosen.delete(id);
    }
  }
  const heading = make("h1", {}, "Runs");
  if (all.runs.length === 0) {
    element.replaceChildren(heading, nothing(all), broken(all));
    return;
  }
  const focused = document.activeElement?.id === "search";
  const list = make("div");
  const search = make("input", {
    id: "search", type: "search", placeholder: "name, seed, status, result …", value: words, "aria-label": "Search runs",
    oninput: event => {
      words = event.target.value;
      fill(list, all, bar);
    }
  });
  const bar = make("div", {class: "chosen", role: "status"});
  element.replaceChildren(heading, broken(all),
      make("div", {class: "tools"}, search, make("p", {class: "hint"}, counts(all.runs)), bar), list);
  fill(list, all, bar);
  if (focused) {
    search.focus();
    search.setSelectionRange(words.length, words.length);
  }
}

function counts(runs) {
  const by = {__proto__: null};
  runs.forEach(run => { by[run.status] = (by[run.status] ?? 0) + 1; });
  const parts = Object.entries(by).map(([name, count]) => `${count} ${name}`);
  return `${runs.length} run${runs.length === 1 ? "" : "s"}: ${parts.join(", ")}`;
}

function nothing(all) {
  return empty(`There are no runs in ${all.roots.join(", ")} yet`,
      "Start a run in a terminal; it appears here by itself:", make("code", {}, "./dbn mnist --quick"));
}

function broken(all) {
  if (all.unreadable.length === 0) {
    return "";
  }
  const count = all.unreadable.length;
  return make("details", {class: "warning", open: count <= 3},
      make("summary", {}, `${count} folder${count === 1 ? " is" : "s are"} not shown`),
      make("ul", {}, all.unreadable.map(one => make("li", {}, one.reason))));
}

function matches(run) {
  const text = [run.folder, run.name, run.type, `seed ${run.seed}`, run.status, run.headline].join(" ").toLowerCase();
  return words.toLowerCase().split(/\s+/).every(word => text.includes(word));
}

function fill(list, all, bar) {
  const runs = all.runs.filter(matches);
  showChosen(bar);
  if (runs.length === 0) {
    list.replaceChildren(empty("No run matches", "Each word must occur in the folder, name, type, seed, status or result of a run."));
    return;
  }
  const head = ["", "run", "status", "result", "started", "took"];
  const rows = make("tbody");
  rows.append(...runs.map(run => row(run, bar)));
  list.replaceChildren(make("table", {class: "runs"},
      make("thead", {}, make("tr", {}, head.map(text => make("th", {scope: "col"}, text)))), rows));
}

function row(run, bar) {
  const box = make("input", {
    type: "checkbox", "aria-label": `Compare ${run.folder || run.name}`,
    onchange: event => {
      if (event.target.checked && chosen.size >= MOST) {
        event.target.checked = false;
      } else if (event.target.checked) {
        chosen.add(run.id);
      } else {
        chosen.delete(run.id);
      }
      showChosen(bar);
    }
  });
  box.checked = chosen.has(run.id);
  return make("tr", {},
      make("td", {}, box),
      make("td", {class: "run-name"}, make("a", {href: link("run", {id: run.id})}, run.name),
          make("span", {class: "hint"}, `seed ${run.seed} · ${run.folder || "this folder"}`)),
      make("td", {}, status(run)),
      make("td", {class: "run-result"}, run.headline),
      make("td", {class: "short"}, time(run.started)),
      make("td", {class: "short"}, run.status === "running" || run.ended ? duration(run.started, run.ended) : ""));
}

function showChosen(bar) {
  bar.replaceChildren(...(chosen.size === 0
    ? [make("span", {class: "hint"}, `Tick up to ${MOST} runs to compare them`)]
    : [make("a", {class: "button", href: link("compare", [...chosen].map(id => ["id", id]))},
        chosen.size === 1 ? "Compare 1 run with others" : `Compare ${chosen.size} runs`),
      make("button", {
        type: "button", class: "plain",
        onclick: () => {
          chosen.clear();
          document.querySelectorAll(".runs input").forEach(box => { box.checked = false; });
          showChosen(bar);
        }
      }, "Clear")]));
}
