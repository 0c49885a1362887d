/* Lets the user draw a picture and shows how the model classifies, reconstructs and completes it. */

import {ask, empty, failure, make} from "./dom.js";
import {isEstimate, methodName, withError} from "./numbers.js";

const SCALE = 10;

export async function showPlay(element, {id, view, page}) {
  const first = await ask("pictures", {id, layer: 1, from: 0, order: "index"});
  if (page.signal.aborted) {
    return;
  }
  const canvas = new Canvas(first.filters.width, first.filters.height);
  const answer = make("div", {class: "answer", "aria-live": "polite"},
      empty("Draw a picture", "The model then classifies it, rebuilds it, or fills in the pixels that you leave free."));
  const steps = make("input", {type: "number", min: 0, max: 1000, value: 100});
  const label = make("input", {type: "number", min: 0, max: 99, placeholder: "any"});
  let seed = 1;
  const question = () => ({
    pixels: canvas.pixels(), held: canvas.held(), steps: Number(steps.value) || 0, seed: seed++,
    label: label.value === "" ? -1 : Number(label.value)
  });
  const buttons = [];
  const play = (text, path, primary) => {
    const button = make("button", {
      type: "button", class: primary ? "primary" : null,
      onclick: async () => {
        buttons.forEach(one => { one.disabled = true; });
        answer.classList.add("busy");
        try {
          drawAnswer(answer, await ask(path, {id}, question()), view().result);
        } catch (error) {
          answer.replaceChildren(failure(error));
        }
        answer.classList.remove("busy");
        buttons.forEach(one => { one.disabled = false; });
      }
    }, text);
    buttons.push(button);
    return button;
  };
  element.replaceChildren(make("div", {class: "play"},
      make("div", {},
          canvas.element, canvas.tools(),
          make("div", {class: "tools"}, play("Read and rebuild", "reconstruct", true), play("Fill what is free", "fill"), play("Sample", "sample")),
          make("div", {class: "tools"},
              make("label", {}, "Gibbs steps ", steps), make("label", {}, "only samples of class ", label)),
          make("p", {class: "hint"}, "The model fills in pixels that are painted with the Free brush. Keys: arrows move, space paints, F frees, backspace wipes.")),
      answer));
}

/** A picture that the user paints with a pointer or with keys; pixels of it can be free. */
class Canvas {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.ink = new Float64Array(width * height);
    this.free = new Uint8Array(width * height);
    this.brush = "ink";
    this.at = {x: Math.floor(width / 2), y: Math.floor(height / 2)};
    this.element = make("canvas", {
      class: "canvas", width: width * SCALE, height: height * SCALE, tabindex: "0", role: "img",
      "aria-label": `A picture of ${width} by ${height} pixels to draw on`,
      onpointerdown: event => this.stroke(event), onpointermove: event => event.buttons && this.stroke(event),
      onkeydown: event => this.key(event), onfocus: () => this.draw(), onblur: () => this.draw()
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    this.draw();
  }

  tools() {
    const brushes = [["ink", "Pen"], ["erase", "Eraser"], ["free", "Free"]];
    return make("div", {class: "tools"},
        make("fieldset", {class: "choice"}, make("legend", {}, "Brush"), brushes.map(([value, text]) => make("label", {},
            make("input", {type: "radio", name: "brush", value, checked: value === this.brush, onchange: () => { this.brush = value; }}), text))),
        make("button", {type: "button", onclick: () => this.wipe()}, "Wipe"),
        make("button", {type: "button", onclick: () => this.freeHalf()}, "Free the lower half"));
  }

  pixels() {
    return [...this.ink].map(value => Math.round(value * 1000) / 1000);
  }

  held() {
    return [...this.free].map(value => 1 - value);
  }

  wipe() {
    this.ink.fill(0);
    this.free.fill(0);
    this.draw();
  }

  freeHalf() {
    this.free.fill(1, Math.floor(this.height / 2) * this.width);
    this.draw();
  }

  stroke(event) {
    const box = this.element.getBoundingClientRect();
    this.element.setPointerCapture?.(event.pointerId);
    const x = (event.clientX - box.left) / box.width * this.width;
    const y = (event.clientY - box.top) / box.height * this.height;
    const from = event.type === "pointerdown" || !this.last ? {x, y} : this.last;
    const steps = Math.max(1, Math.ceil(Math.hypot(x - from.x, y - from.y) * 2));
    for (let i = 1; i <= steps; i++) {
      this.dab(from.x + (x - from.x) * i / steps, from.y + (y - from.y) * i / steps);
    }
    this.last = {x, y};
    this.draw();
  }

  /** Paints a soft spot, as thick as a stroke of a scanned digit. */
  dab(x, y) {
    const radius = Math.max(0.8, this.width / 22);
    for (let row = Math.floor(y - 3); row <= y + 3; row++) {
      for (let column = Math.floor(x - 3); column <= x + 3; column++) {
        if (row < 0 || column < 0 || row >= this.height || column >= this.width) {
          continue;
        }
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
        const strength = Math.max(0, Math.min(1, radius + 0.7 - distance));
        const i = row * this.width + column;
        if (this.brush === "ink") {
          this.ink[i] = Math.max(this.ink[i], strength);
        } else if (strength > 0.3) {
          this.free[i] = this.brush === "free" ? 1 : 0;
          this.ink[i] = this.brush === "erase" ? 0 : this.ink[i];
        }
      }
    }
  }

  key(event) {
    const moves = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
    if (event.key in moves) {
      this.at.x = Math.max(0, Math.min(this.width - 1, this.at.x + moves[event.key][0]));
      this.at.y = Math.max(0, Math.min(this.height - 1, this.at.y + moves[event.key][1]));
    } else if (event.key === " ") {
      this.dab(this.at.x + 0.5, this.at.y + 0.5);
    } else if (event.key === "f") {
      this.free[this.at.y * this.width + this.at.x] ^= 1;
    } else if (event.key === "Backspace") {
      this.wipe();
    } else {
      return;
    }
    event.preventDefault();
    this.draw();
  }

  draw() {
    const style = getComputedStyle(document.documentElement);
    const color = name => style.getPropertyValue(name).trim();
    const context = this.element.getContext("2d");
    context.fillStyle = color("--panel");
    context.fillRect(0, 0, this.width * SCALE, this.height * SCALE);
    for (let i = 0; i < this.ink.length; i++) {
      const x = i % this.width * SCALE;
      const y = Math.floor(i / this.width) * SCALE;
      if (this.free[i]) {
        context.fillStyle = color("--rule");
        context.fillRect(x, y, SCALE, SCALE);
        context.fillStyle = color("--muted");
        context.fillRect(x + SCALE / 2 - 1, y + SCALE / 2 - 1, 2, 2);
      } else if (this.ink[i] > 0) {
        context.globalAlpha = this.ink[i];
        context.fillStyle = color("--ink");
        context.fillRect(x, y, SCALE, SCALE);
        context.globalAlpha = 1;
      }
    }
    if (this.element.matches(":focus-visible")) {
      context.strokeStyle = color("--series-0");
      context.lineWidth = 2;
      context.strokeRect(this.at.x * SCALE, this.at.y * SCALE, SCALE, SCALE);
    }
  }
}

function drawAnswer(element, answer, result) {
  const figure = make("figure", {class: "rebuilt"});
  element.replaceChildren(classes(answer.classes) ?? "",
      answer.pictures.tiles.length ? figure : empty("The classifier assigns no chain to this class", "More Gibbs steps may help."),
      make("p", {class: "hint"}, answer.note), energy(answer.freeEnergy, result) ?? "");
  if (answer.pictures.tiles.length) {
    dbnPlots.tiles(figure, answer.pictures);
  }
}

function classes(probabilities) {
  if (probabilities.length === 0) {
    return null;
  }
  const best = probabilities.indexOf(Math.max(...probabilities));
  return make("div", {class: "classes"}, make("p", {class: "headline"}, "Read as ", make("strong", {}, String(best)),
      `, with probability ${percent(probabilities[best])}`),
  make("div", {class: "class-bars", role: "img", "aria-label": probabilities.map((p, i) => `${i}: ${percent(p)}`).join(", ")},
      probabilities.map((p, i) => {
        const bar = make("div", {class: i === best ? "bar best" : "bar"});
        bar.style.height = `${Math.max(1, 100 * p)}%`;
        return make("div", {class: "class-bar"}, make("div", {class: "class-room"}, bar), make("span", {}, String(i)));
      })));
}

function percent(p) {
  if (p > 0.995) {
    return "more than 99 %";
  }
  return `${(100 * p).toFixed(p > 0.0995 ? 0 : 1)} %`;
}

/** Shows the free energy, and the log-likelihood for each known log Z. */
function energy(freeEnergy, result) {
  if (typeof freeEnergy !== "number") {
    return null;
  }
  const known = Object.entries(result?.logPartition ?? {}).filter(([, value]) => isEstimate(value));
  const logs = known.map(([method, logZ]) => {
    const shifted = {...logZ, value: -freeEnergy - logZ.value, low: -freeEnergy - logZ.high, high: -freeEnergy - logZ.low};
    return [make("dt", {}, `log p, log Z by ${methodName(method)}`), make("dd", {}, withError(shifted))];
  });
  return make("dl", {}, make("dt", {}, "free energy, first RBM"), make("dd", {}, `${freeEnergy.toFixed(2).replace("-", "−")} nats, in black and white`), logs);
}
