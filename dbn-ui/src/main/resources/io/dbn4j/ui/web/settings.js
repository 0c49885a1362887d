/* Shows the settings and the provenance of a run, and the command that repeats it. */

import {make, table} from "./dom.js";
import {leaves} from "./numbers.js";

export async function showSettings(element, {view}) {
  const {record, command, folder} = view();
  const overrides = Object.keys(record.overrides);
  const changed = path => overrides.some(one => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));
  const settings = leaves(record.experiment).map(([path, value]) =>
    [make("span", {class: "path"}, path), value, changed(path) ? "changed" : ""]);
  const machine = record.machine;
  const facts = [
    ["folder", folder], ["code", record.code], ["seed", record.seed],
    ["threads", `${record.threads.ops} for arrays, ${record.threads.blas} for BLAS: ${record.threads.reason}`],
    ["machine", `${machine.os}, ${machine.arch}, ${machine.cpus} processors, Java ${machine.java}`],
    ["arithmetic", `${machine.backend}, ${machine.blas} ${machine.blasVersion ?? ""}, kernel ${machine.blasKernel}, ${machine.nativeBinary}`],
    ["process", record.process],
    ...(record.resumed ? [["resumed", record.resumed]] : []),
    ...Object.entries(record.data).map(([name, hash]) => [`data: ${name}`, `sha-256 ${hash}`])
  ];
  element.replaceChildren(
      make("h2", {}, "Run it again"), make("pre", {}, command),
      make("p", {class: "hint"}, "To repeat the run and compare the results: ", make("code", {}, `./dbn replay ${quoted(folder)}`)),
      make("h2", {}, "Settings"),
      table("Settings of the experiment", ["setting", "value", ""], settings),
      make("h2", {}, "Provenance"),
      make("dl", {}, facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))])));
}

/** Quotes a word for a shell, because a folder may have any name. */
function quoted(word) {
  return /^[A-Za-z0-9._=,:/+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
