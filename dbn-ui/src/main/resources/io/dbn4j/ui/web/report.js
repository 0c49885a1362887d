/* The report that the run has written, inside the page: its own scripts run, and reach nothing. */

import {make} from "./dom.js";

export async function showReport(element, {id}) {
  const address = "api/report?" + new URLSearchParams({id});
  element.replaceChildren(
      make("p", {class: "hint"}, "What the run wrote at its end. ", make("a", {href: address, target: "_blank"}, "Open it alone")),
      make("iframe", {class: "report", src: address, sandbox: "allow-scripts", title: "Report of the run"}));
}
