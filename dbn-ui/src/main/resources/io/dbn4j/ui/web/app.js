/* Shows the page that the fragment of the address names. */

import {failure, link, Lost, make} from "./dom.js";
import {showRuns} from "./runs.js";
import {showRun} from "./run.js";
import {showCompare} from "./compare.js";

/** Pages by name. The table has no prototype, so that #/constructor is not a page; other tables of foreign names likewise. */
const pages = {__proto__: null, runs: showRuns, run: showRun, compare: showCompare};

let current = new AbortController();

/**
 * Shows a page. A page is a function (element, parameters, page). page.signal is aborted when another page replaces it;
 * page.every(seconds, action) repeats an action until then.
 */
async function show() {
  current.abort();
  current = new AbortController();
  const signal = current.signal;
  const [name, query] = location.hash.replace(/^#\/?/, "").split("?");
  const main = document.getElementById("main");
  main.replaceChildren();
  connection("");
  navigation(name || "runs");
  const every = (seconds, action) => repeat(seconds, action, signal);
  const title = text => {
    if (!signal.aborted) {
      document.title = text ? `${text} · dbn4j` : "dbn4j";
    }
  };
  const element = make("div");
  main.append(element);
  try {
    await (pages[name] ?? showRuns)(element, new URLSearchParams(query ?? ""), {signal, every, title});
  } catch (error) {
    if (!signal.aborted) {
      element.replaceChildren(failure(error));
    }
  }
}

/** Repeats an action, with a pause after each end. Shows a note and keeps trying while the server does not answer. */
function repeat(seconds, action, signal) {
  const once = async () => {
    if (signal.aborted) {
      return;
    }
    try {
      if (!document.hidden) {
        await action();
        connection("");
      }
    } catch (error) {
      if (!signal.aborted) {
        connection(error instanceof Lost ? "no connection to the server, retrying" : error.message);
      }
    }
    setTimeout(once, seconds * 1000);
  };
  setTimeout(once, seconds * 1000);
}

function connection(text) {
  document.querySelector(".connection").textContent = text;
}

function navigation(name) {
  const entries = [["runs", "Runs"], ["compare", "Compare"]];
  document.querySelector("header nav").replaceChildren(...entries.map(([page, text]) =>
    make("a", {href: link(page), "aria-current": page === name ? "page" : null}, text)));
}

addEventListener("hashchange", () => {
  show();
  scrollTo(0, 0);
});
show();
