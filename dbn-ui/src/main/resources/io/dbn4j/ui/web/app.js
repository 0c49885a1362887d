/* Which page is shown, from what stands behind # in the address. */

import {failure, link, Lost, make} from "./dom.js";
import {showRuns} from "./runs.js";
import {showRun} from "./run.js";
import {showCompare} from "./compare.js";

/** Without a prototype, as every table in these scripts that is asked for names from elsewhere: #/constructor is no page. */
const pages = {__proto__: null, runs: showRuns, run: showRun, compare: showCompare};

let current = new AbortController();

/**
 * Shows a page. A page is a function (element, parameters, page); page.signal says when another one takes its place,
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

/** Waits between the end of an action and the next; says so if the server is gone, and goes on trying. */
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
        connection(error instanceof Lost ? "no connection, trying again" : error.message);
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
