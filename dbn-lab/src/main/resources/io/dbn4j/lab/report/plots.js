"use strict";

/*
 * Draws charts, image tiles and heat maps into an element, from a plain object. Without library, network or state.
 *
 *   dbnPlots.line(element, {title, x: {label, unit, log}, y: {label, unit, log},
 *                           series: [{name, points: [{x, y, low, high}]}]})
 *   dbnPlots.tiles(element, {title, width, height, palette, full, tiles: [{source, caption}]})
 *   dbnPlots.heatmap(element, {title, rows, columns, rowLabels, columnLabels, values, log})
 *   dbnPlots.parallel(element, {title, axes: [{label, log, names}], lines: [{name, values, strength}]})
 *
 * Numbers that are not finite are the strings "NaN", "Infinity", "-Infinity"; the drawing omits them.
 * Text is set as text only, never as markup. Colors and fonts are in plots.css.
 */
const dbnPlots = (() => {
  const HEIGHT = 280;
  const MARGIN = {top: 8, right: 12, bottom: 40, left: 56};
  const MANY_POINTS = 24;
  const COLORS = 8;

  function make(parent, name, attributes = {}, text = "") {
    const svg = name === "svg" || parent.namespaceURI === "http://www.w3.org/2000/svg";
    const child = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      child.setAttribute(key, value);
    }
    child.textContent = text;
    return parent.appendChild(child);
  }

  /** Clears an element, gives it a title, and draws at once and whenever its width changes. */
  function frame(element, title, draw) {
    element.replaceChildren();
    element.classList.add("plot");
    make(element, "figcaption", {}, title);
    const body = make(element, "div", {class: "plot-body"});
    let width = 0;
    const redraw = () => {
      const available = Math.floor(body.clientWidth);
      if (available > 0 && available !== width) {
        width = available;
        body.replaceChildren();
        draw(body, width);
      }
    };
    redraw();
    new ResizeObserver(redraw).observe(body);
  }

  // Numbers ---------------------------------------------------------------------------------------------------------

  function number(value) {
    return typeof value === "number" ? value : NaN;
  }

  function format(value) {
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
      return value.toExponential(2).replace(/\.?0+e/, "e").replace("e+", "e");
    }
    return value.toLocaleString("en", {maximumSignificantDigits: 6});
  }

  function label(axis) {
    return axis.unit ? `${axis.label} (${axis.unit})` : axis.label;
  }

  /** Formats ticks with just enough digits to tell them apart and show their values. */
  function labels(ticks) {
    const gap = Math.min(...ticks.slice(1).map((tick, i) => Math.abs(tick - ticks[i])));
    const largest = Math.max(...ticks.map(Math.abs));
    const digits = Number.isFinite(gap) && gap > 0 ? Math.ceil(Math.log10(largest / gap)) + 2 : 6;
    return ticks.map(tick => tickLabel(tick, Math.max(3, Math.min(15, digits))));
  }

  function tickLabel(value, digits) {
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
      return value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e");
    }
    return value.toLocaleString("en", {maximumSignificantDigits: Math.max(6, digits)});
  }

  /** Returns about count ticks, multiples of 1, 2 or 5 times a power of ten; whole numbers if whole is true. */
  function linearTicks(low, high, count, whole) {
    const rough = Math.max(whole ? 1 : 0, (high - low) / count);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough * 0.999);
    const ticks = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.push(Number((i * step).toPrecision(12)));
    }
    return ticks;
  }

  /** Returns ticks at powers of ten, and within two decades also at twice and five times these. */
  function logTicks(low, high, count) {
    const first = Math.floor(Math.log10(low));
    const last = Math.ceil(Math.log10(high));
    const stride = Math.max(1, Math.ceil((last - first) / count));
    const factors = high / low <= 200 ? [1, 2, 5] : [1];
    const ticks = [];
    for (let exponent = first; exponent <= last; exponent += stride) {
      ticks.push(...factors.map(factor => Number((factor * 10 ** exponent).toPrecision(12))));
    }
    return ticks.filter(tick => tick >= low * 0.999 && tick <= high * 1.001);
  }

  /** Returns a function from values to places, with its ticks and their labels. */
  function scale(values, log, from, to, count, padding) {
    const usable = values.filter(value => Number.isFinite(value) && (!log || value > 0));
    const forward = log ? Math.log10 : value => value;
    let low = usable.length ? Math.min(...usable.map(forward)) : 0;
    let high = usable.length ? Math.max(...usable.map(forward)) : 1;
    if (high - low < 1e-12 * Math.max(1, Math.abs(high))) {
      const half = log ? 0.5 : Math.abs(high) * 0.05 || 1;
      low -= half;
      high += half;
    }
    const room = padding * (high - low);
    low -= room;
    high += room;
    const place = value => from + (to - from) * (forward(value) - low) / (high - low);
    const logarithmic = log ? logTicks(10 ** low, 10 ** high, count) : [];
    place.ticks = logarithmic.length > 1
      ? logarithmic
      : linearTicks(log ? 10 ** low : low, log ? 10 ** high : high, count, usable.every(Number.isInteger));
    place.labels = labels(place.ticks);
    return place;
  }

  // Lines -----------------------------------------------------------------------------------------------------------

  function line(element, spec) {
    let left = 0;
    const onAxes = p => (!spec.x.log || p.x > 0) && (!spec.y.log || p.y > 0);
    const series = spec.series.map(one => {
      const finite = one.points
          .map(p => ({x: number(p.x), y: number(p.y), low: number(p.low), high: number(p.high)}))
          .filter(p => Number.isFinite(p.x) && Number.isFinite(p.y));
      const points = finite.filter(onAxes);
      left += finite.length - points.length;
      return {name: one.name, points};
    });
    frame(element, spec.title, (body, width) => {
      const values = legend(body, series);
      const inner = {left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: HEIGHT - MARGIN.bottom};
      make(body, "div", {class: "plot-y-label"}, label(spec.y));
      const svg = make(body, "svg", {width, height: HEIGHT, role: "img", "aria-label": spec.title});
      const points = series.flatMap(one => one.points);
      const heights = points.flatMap(p => [p.y, p.low, p.high]);
      const y = scale(heights, spec.y.log, inner.bottom, inner.top, 7, 0.05);
      inner.left = Math.max(MARGIN.left, 14 + 7 * Math.max(0, ...y.labels.map(text => text.length)));
      const x = scale(points.map(p => p.x), spec.x.log, inner.left, inner.right, width < 500 ? 4 : 8, 0.01);
      axes(svg, x, y, inner, label(spec.x));
      series.forEach((one, index) => drawSeries(svg, one.points, x, y, index, inner.bottom));
      readOut(svg, series, x, inner, values);
      if (left > 0) {
        make(body, "div", {class: "plot-note"}, `Points at zero or below, which a logarithmic axis cannot show: ${left}.`);
      }
    });
  }

  /** Returns the class of a series: one of eight colors, dashed after the first eight. */
  function color(index) {
    return `plot-series-${index % COLORS}${index >= COLORS ? " plot-dashed" : ""}`;
  }

  /** Shows the names of series; returns elements for the values under the pointer. */
  function legend(body, series) {
    const list = make(body, "div", {class: "plot-legend"});
    return series.map((one, index) => {
      const entry = make(list, "span", {class: "plot-key"});
      make(entry, "span", {class: `plot-swatch ${color(index)}`});
      make(entry, "span", {}, one.name);
      return make(entry, "span", {class: "plot-value"});
    });
  }

  function axes(svg, x, y, inner, xLabel) {
    y.ticks.forEach((tick, i) => {
      make(svg, "line", {class: "plot-grid", x1: inner.left, x2: inner.right, y1: y(tick), y2: y(tick)});
      make(svg, "text", {class: "plot-tick", x: inner.left - 6, y: y(tick) + 4, "text-anchor": "end"}, y.labels[i]);
    });
    make(svg, "line", {class: "plot-axis", x1: inner.left, x2: inner.right, y1: inner.bottom, y2: inner.bottom});
    x.ticks.forEach((tick, i) => {
      make(svg, "line", {class: "plot-axis", x1: x(tick), x2: x(tick), y1: inner.bottom, y2: inner.bottom + 4});
      make(svg, "text", {class: "plot-tick", x: x(tick), y: inner.bottom + 17, "text-anchor": "middle"}, x.labels[i]);
    });
    make(svg, "text", {class: "plot-label", x: inner.right, y: inner.bottom + 34, "text-anchor": "end"}, xLabel);
  }

  function drawSeries(svg, points, x, y, index, floor) {
    const kind = color(index);
    const clamp = value => Number.isFinite(y(value)) ? y(value) : floor;
    const withError = points.filter(p => Number.isFinite(p.low) && Number.isFinite(p.high) && p.low < p.high);
    if (withError.length > MANY_POINTS) {
      const upper = withError.map(p => `${x(p.x)},${clamp(p.high)}`);
      const lower = withError.map(p => `${x(p.x)},${clamp(p.low)}`).reverse();
      make(svg, "polygon", {class: `plot-band ${kind}`, points: [...upper, ...lower].join(" ")});
    } else {
      for (const p of withError) {
        make(svg, "line", {class: `plot-bar ${kind}`, x1: x(p.x), x2: x(p.x), y1: clamp(p.low), y2: clamp(p.high)});
      }
    }
    make(svg, "polyline", {class: `plot-line ${kind}`, points: points.map(p => `${x(p.x)},${y(p.y)}`).join(" ")});
    if (points.length <= MANY_POINTS) {
      for (const p of points) {
        make(svg, "circle", {class: `plot-dot ${kind}`, cx: x(p.x), cy: y(p.y), r: 3});
      }
    }
  }

  /** Shows the values nearest to the pointer in the legend. */
  function readOut(svg, series, x, inner, values) {
    const cursor = make(svg, "line", {class: "plot-cursor", y1: inner.top, y2: inner.bottom, visibility: "hidden"});
    svg.addEventListener("pointermove", event => {
      const at = event.clientX - svg.getBoundingClientRect().left;
      cursor.setAttribute("x1", at);
      cursor.setAttribute("x2", at);
      cursor.setAttribute("visibility", at >= inner.left && at <= inner.right ? "visible" : "hidden");
      series.forEach((one, index) => {
        const nearest = one.points.reduce(
            (best, p) => best === null || Math.abs(x(p.x) - at) < Math.abs(x(best.x) - at) ? p : best, null);
        values[index].textContent = nearest === null ? "" : ` ${format(nearest.y)} at ${format(nearest.x)}`;
      });
    });
    svg.addEventListener("pointerleave", () => {
      cursor.setAttribute("visibility", "hidden");
      values.forEach(value => { value.textContent = ""; });
    });
  }

  // Tiles -----------------------------------------------------------------------------------------------------------

  function tiles(element, spec) {
    frame(element, spec.title, body => {
      if (spec.palette === "signed" && spec.full > 0) {
        colorScale(body, spec.full);
      }
      const captions = spec.tiles.some(tile => tile.caption);
      const grid = make(body, "div", {class: captions ? "plot-tiles plot-captioned" : "plot-tiles"});
      for (const tile of spec.tiles) {
        const cell = make(grid, "div", {class: "plot-tile"});
        const size = {src: tile.source, width: spec.width, height: spec.height, alt: tile.caption};
        make(cell, "img", {class: `plot-${spec.palette}`, ...size});
        if (captions) {
          make(cell, "span", {}, tile.caption);
        }
      }
    });
  }

  /** Shows the weights of the strongest colors. */
  function colorScale(body, full) {
    const end = tickLabel(Number(full.toPrecision(3)), 3);
    const bar = make(body, "div", {class: "plot-scale"});
    make(bar, "span", {}, `≤ −${end}`);
    make(bar, "span", {class: "plot-gradient"});
    make(bar, "span", {}, `≥ ${end}`);
    make(bar, "span", {class: "plot-value"}, "middle: 0");
  }

  // Heat map --------------------------------------------------------------------------------------------------------

  function heatmap(element, spec) {
    frame(element, spec.title, (body, width) => {
      const columns = spec.columnLabels.length;
      const left = 32 + 8 * Math.max(...spec.rowLabels.map(text => text.length));
      const top = 40;
      const cell = Math.max(8, Math.min(46, Math.floor((width - left - 4) / columns)));
      const height = top + cell * spec.rowLabels.length + 4;
      const size = {width: left + cell * columns + 4, height, role: "img", "aria-label": spec.title};
      const svg = make(body, "svg", size);
      headings(svg, spec, left, top, cell);
      const strength = strengths(spec);
      spec.values.forEach((row, r) => row.forEach((value, c) => {
        const group = make(svg, "g", {transform: `translate(${left + c * cell},${top + r * cell})`});
        heat(group, number(value), strength(number(value)), cell);
        const name = `${spec.rows} ${spec.rowLabels[r]}, ${spec.columns} ${spec.columnLabels[c]}`;
        make(group, "title", {}, `${name}: ${Number.isFinite(value) ? format(value) : value}`);
      }));
    });
  }

  function headings(svg, spec, left, top, cell) {
    const middle = cell / 2;
    make(svg, "text", {class: "plot-label", x: left, y: 14}, spec.columns);
    const turned = `translate(14,${top}) rotate(-90)`;
    make(svg, "text", {class: "plot-label", transform: turned, "text-anchor": "end"}, spec.rows);
    spec.columnLabels.forEach((text, i) => {
      make(svg, "text", {class: "plot-tick", x: left + i * cell + middle, y: top - 6, "text-anchor": "middle"}, text);
    });
    spec.rowLabels.forEach((text, i) => {
      make(svg, "text", {class: "plot-tick", x: left - 6, y: top + i * cell + middle + 4, "text-anchor": "end"}, text);
    });
  }

  /** Maps values to [-1, 1]; the logarithmic scale keeps counts visible that differ by orders of magnitude. */
  function strengths(spec) {
    const finite = spec.values.flat().map(number).filter(Number.isFinite);
    const largest = Math.max(1e-300, ...finite.map(Math.abs));
    return spec.log
      ? value => Math.sign(value) * Math.log1p(Math.abs(value)) / Math.log1p(largest)
      : value => value / largest;
  }

  function heat(group, value, strength, cell) {
    const sign = strength < 0 ? "plot-negative" : "plot-positive";
    const opacity = Number.isFinite(strength) ? Math.abs(strength) : 0;
    make(group, "rect", {class: "plot-cell", width: cell - 1, height: cell - 1});
    make(group, "rect", {class: sign, width: cell - 1, height: cell - 1, "fill-opacity": opacity});
    const text = Number.isFinite(value) && value !== 0 ? format(value) : "";
    const letter = Math.min(13, Math.floor(cell / (0.62 * Math.max(1, text.length))));
    if (text && letter >= 7) {
      const center = {x: (cell - 1) / 2, y: cell / 2 + letter / 3, "text-anchor": "middle", "font-size": letter};
      make(group, "text", {class: opacity > 0.55 ? "plot-on-strong" : "plot-on-weak", ...center}, text);
    }
  }

  // Parallel coordinates --------------------------------------------------------------------------------------------

  /**
   * Draws a line for each setting through its value on every axis; the strongest one, drawn last, is the best.
   * Calls tell with the name of the line under the pointer or with the focus.
   */
  function parallel(element, spec, tell = () => {}) {
    frame(element, spec.title, (body, width) => {
      const top = 34;
      const bottom = HEIGHT - 22;
      const svg = make(body, "svg", {width, height: HEIGHT, role: "group", "aria-label": spec.title});
      const gap = (width - 120) / Math.max(1, spec.axes.length - 1);
      const place = spec.axes.map((_, i) => 64 + i * gap);
      const scales = spec.axes.map((axis, i) => {
        const column = spec.lines.map(one => number(one.values[i]));
        const values = axis.names.length ? axis.names.map((_, n) => n) : column;
        return scale(values, axis.log, bottom, top, 5, 0.02);
      });
      for (const one of [...spec.lines].sort((a, b) => a.strength - b.strength)) {
        const points = one.values.map((value, i) => `${place[i]},${scales[i](number(value))}`);
        if (!points.some(point => point.includes("NaN") || point.includes("Infinity"))) {
          const kind = one.strength === 1 ? "plot-way plot-best" : "plot-way";
          const drawn = make(svg, "polyline", {class: kind, points: points.join(" "), tabindex: 0, role: "img",
            "aria-label": one.name, "stroke-opacity": 0.08 + 0.92 * one.strength ** 2});
          make(drawn, "title", {}, one.name);
          drawn.addEventListener("pointerenter", () => tell(one.name));
          drawn.addEventListener("focus", () => tell(one.name));
        }
      }
      spec.axes.forEach((axis, i) => upright(svg, axis, place[i], scales[i], top, bottom, i,
          spec.axes.length - 1, width - 4));
    });
  }

  function upright(svg, axis, x, y, top, bottom, index, last, right) {
    make(svg, "line", {class: "plot-axis", x1: x, x2: x, y1: top, y2: bottom});
    // The labels of the outer axes grow inward, so that no edge cuts them.
    const [anchor, at] = index === 0 ? ["start", 4] : index === last ? ["end", right] : ["middle", x];
    make(svg, "text", {class: "plot-label", x: at, y: index % 2 ? 26 : 12, "text-anchor": anchor}, axis.label);
    const ticks = axis.names.length
      ? axis.names.map((text, n) => [n, text])
      : y.ticks.map((tick, i) => [tick, y.labels[i]]);
    for (const [value, text] of ticks) {
      make(svg, "text", {class: "plot-tick", x: x - 6, y: y(value) + 4, "text-anchor": "end"}, text);
    }
  }

  const kinds = {line, tiles, heatmap, parallel};

  /** Draws all elements with data-plot=KIND, each from the JSON in its script element. */
  function drawAll(root = document) {
    for (const element of root.querySelectorAll("[data-plot]")) {
      kinds[element.dataset.plot](element, JSON.parse(element.querySelector("script").textContent));
    }
  }

  return {...kinds, drawAll};
})();
