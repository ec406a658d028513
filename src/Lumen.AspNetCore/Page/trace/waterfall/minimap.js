// The whole trace in a strip: what is where, and which part the waterfall shows. Dragging over it zooms, its edges can be drawn.
import { h } from '../../dom.js';
import { duration } from '../../format.js';
import { slotOf } from '../../palette.js';
import { lineOf } from './critical-line.js';
import { Scale } from './scale.js';

const edge = 7;

/** Builds the strip for a trace. `onZoom()` is called after the scale has changed. */
export class Minimap {
  constructor(trace, scale, onZoom) {
    this.trace = trace;
    this.scale = scale;
    this.onZoom = onZoom;
    this.canvas = h('canvas', { class: 'minimap-canvas', 'aria-hidden': 'true' });
    this.window = h('div', { class: 'minimap-window' });
    this.brush = h('div', { class: 'minimap-brush', hidden: true });
    this.element = h('div', {
      class: 'minimap', role: 'img', title: 'Drag to zoom, double-click for the whole trace',
      on: { pointerdown: event => this.press(event), dblclick: () => this.zoomTo(0, trace.length), pointermove: event => this.hint(event) },
    }, this.canvas, this.window, this.brush);
    this.observer = new ResizeObserver(() => this.draw(this.ink));
    this.observer.observe(this.element);
  }

  stop() {
    this.observer.disconnect();
  }

  /** Draws all spans, thinned to the lines there is room for. */
  draw(ink) {
    this.ink = ink;
    const width = this.element.clientWidth;
    const height = this.element.clientHeight;
    if (!ink || width === 0 || height === 0) {
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const context = this.canvas.getContext('2d');
    context.scale(ratio, ratio);
    this.whole = new Scale(this.trace.length);
    this.whole.width = width;
    this.drawSpans(context, ink, height - 4);
    this.drawPath(context, ink, height - 4);
    this.update();
  }

  drawSpans(context, ink, height) {
    const { trace, whole } = this;
    const line = Math.max(1, Math.min(4, height / trace.size - 1));
    const skip = Math.max(1, Math.floor(trace.size / 20000));
    for (let row = 0; row < trace.size; row++) {
      if (row % skip !== 0 && !trace.failed(row)) {
        continue;
      }
      context.fillStyle = trace.failed(row) ? ink.error : ink.service[slotOf(trace.service(row))];
      context.globalAlpha = trace.failed(row) ? 1 : trace.hasChildren(row) ? 0.45 : 0.9;
      const width = Math.max(1, trace.durations[row] / whole.length * whole.width);
      context.fillRect(whole.x(trace.starts[row]), this.y(row, height), width, line);
    }
    context.globalAlpha = 1;
  }

  drawPath(context, ink, height) {
    const path = this.trace.paths.find(each => each.root === this.trace.primaryRoot);
    context.beginPath();
    for (const { position, from, to } of path ? lineOf(path, row => row, this.whole) : []) {
      const y = this.y(position, height) + 1;
      context.lineTo(from, y);
      context.lineTo(to, y);
    }
    context.strokeStyle = ink.ink;
    context.lineWidth = 1;
    context.stroke();
  }

  y(row, height) {
    return 2 + row * Math.min(height / this.trace.size, 5);
  }

  /** Shows which part the waterfall shows. */
  update() {
    const { from, to, length, isZoomed } = this.scale;
    this.window.style.left = `${from / length * 100}%`;
    this.window.style.width = `${(to - from) / length * 100}%`;
    this.window.hidden = !isZoomed;
    this.element.setAttribute('aria-label', isZoomed
      ? `Shown: ${duration(from)} to ${duration(to)} of ${duration(length)}` : `The whole trace, ${duration(length)}`);
  }

  timeAt(event) {
    const box = this.element.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * this.scale.length;
  }

  /** Which edge of the shown part a pointer is at: 'from', 'to' or null. */
  edgeAt(event) {
    if (!this.scale.isZoomed) {
      return null;
    }
    const tolerance = edge / this.element.clientWidth * this.scale.length;
    const time = this.timeAt(event);
    return Math.abs(time - this.scale.from) < tolerance ? 'from' : Math.abs(time - this.scale.to) < tolerance ? 'to' : null;
  }

  hint(event) {
    this.element.classList.toggle('at-edge', this.edgeAt(event) !== null);
  }

  press(event) {
    if (event.button !== 0) {
      return;
    }
    const grabbed = this.edgeAt(event);
    const fixed = grabbed === 'from' ? this.scale.to : grabbed === 'to' ? this.scale.from : this.timeAt(event);
    const x = event.clientX;
    this.element.setPointerCapture(event.pointerId);
    const stop = new AbortController();
    const move = moved => this.showBrush(fixed, this.timeAt(moved));
    const release = released => {
      stop.abort();
      this.brush.hidden = true;
      if (Math.abs(released.clientX - x) > 4) {
        const other = this.timeAt(released);
        this.zoomTo(Math.min(fixed, other), Math.max(fixed, other));
      }
    };
    this.element.addEventListener('pointermove', move, { signal: stop.signal });
    this.element.addEventListener('pointerup', release, { signal: stop.signal });
    this.element.addEventListener('pointercancel', () => {
      stop.abort();
      this.brush.hidden = true;
    }, { signal: stop.signal });
  }

  showBrush(a, b) {
    this.brush.hidden = false;
    this.brush.style.left = `${Math.min(a, b) / this.scale.length * 100}%`;
    this.brush.style.width = `${Math.abs(a - b) / this.scale.length * 100}%`;
  }

  zoomTo(from, to) {
    this.scale.show(from, to);
    this.onZoom();
  }
}
