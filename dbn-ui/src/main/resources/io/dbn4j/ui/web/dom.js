/* Creates elements and sends requests. Sets text as text only, never as markup. */

/** Creates an element: make("a", {href, class, onclick}, "text", child, [more children], null). */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (typeof value === "boolean") {
      element.toggleAttribute(key, value);
    } else if (value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}

/** Creates a note for a place without content. */
export function empty(title, ...lines) {
  return make("div", {class: "empty"}, make("p", {class: "empty-title"}, title), lines.map(line => make("p", {}, line)));
}

export function loading(what) {
  return make("p", {class: "loading", role: "status"}, make("span", {class: "spinner"}), `Loading ${what} …`);
}

export function failure(error) {
  return make("div", {class: "failure", role: "alert"}, make("p", {class: "empty-title"}, "Error"),
      make("p", {}, String(error.message ?? error)));
}

/** Creates a table. Headings and cells are elements or texts; numeric columns are aligned to the right. */
export function table(caption, head, rows, numeric = []) {
  const kind = index => numeric.includes(index) ? "number" : null;
  return make("div", {class: "table", tabindex: "0", role: "region", "aria-label": caption},
      make("table", {}, make("caption", {}, caption),
          make("thead", {}, make("tr", {}, head.map((text, i) => make("th", {scope: "col", class: kind(i)}, text)))),
          make("tbody", {}, rows.map(row => make("tr", {}, row.map((cell, i) => make("td", {class: kind(i)}, cell)))))));
}

/** Returns the JSON answer of the server; throws an error with the server's message if it refuses. */
export async function ask(path, parameters = {}, body = undefined) {
  return (await answer(path, parameters, body)).json();
}

export async function askText(path, parameters) {
  return (await answer(path, parameters)).text();
}

async function answer(path, parameters, body) {
  const query = new URLSearchParams(parameters).toString();
  const request = body === undefined ? {} : {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify(body)
  };
  let response;
  try {
    response = await fetch(`api/${path}${query ? "?" + query : ""}`, request);
  } catch {
    throw new Lost("The server does not answer. If it has stopped, start it again with ./dbn ui.");
  }
  if (!response.ok) {
    const text = await response.text();
    let reason = text;
    try {
      reason = JSON.parse(text).error;
    } catch {
      // The answer is plain text.
    }
    throw new Error(reason || `The server answered ${response.status}`);
  }
  return response;
}

/** The error of a request without any answer. */
export class Lost extends Error {}

/** Returns the address of a page. */
export function link(page, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return `#/${page}${query ? "?" + query : ""}`;
}
