/* Shows the report of a run in a frame, where its scripts can draw but load and send nothing. */

import {make} from "./dom.js";

export async function showReport(element, {id}) {
  const address = "api/report?" + new URLSearchParams({id});
  element.replaceChildren(
      make("p", {class: "hint"}, "Report that the run wrote at its end. ", make("a", {href: address, target: "_blank"}, "Open in a new tab")),
      make("iframe", {class: "report", src: address, sandbox: "allow-scripts", title: "Report of the run"}));
}
