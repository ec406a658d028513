// The waterfall: rows that exist only while they can be seen, over one canvas with the bars and the critical path.
import { button, h, iconButton } from '../../dom.js';
import { drawBars, drawFigures } from './bars.js';
import { drawLine, lineOf } from './critical-line.js';
import { readInk } from './ink.js';
import { Pointer } from './pointer.js';
import { buildRow } from './row.js';

const overscan = 260;
const narrowBelow = 640;

/** Draws a trace. `host` is told what a person does: `select(row)`, `open(row)`, `toggle(row)`, `zoomed()`. */
export class Waterfall {
  constructor(trace, rows, scale, host) {
    Object.assign(this, { trace, rows, scale, host });
    this.active = -1;
    this.hits = new Set();
    this.highlighted = null;
    this.labelWidth = 380;
    this.built = new Map();
    this.canvas = h('canvas', { class: 'bars', 'aria-hidden': 'true' });
    this.ruler = h('div', { class: 'ruler', 'aria-hidden': 'true' });
    this.sheet = h('div', { class: 'sheet', role: 'rowgroup' });
    this.cursor = h('div', { class: 'cursor', 'aria-hidden': 'true', hidden: true }, h('span', {}));
    this.whole = h('div', { class: 'whole-name', 'aria-hidden': 'true', hidden: true });
    this.splitter = h('div', {
      class: 'splitter', role: 'separator', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': 'Width of the names',
      'aria-valuemin': '140',
    });
    this.head = h('div', { class: 'waterfall-head', role: 'row', 'aria-rowindex': '1' },
      h('div', { class: 'head-label', role: 'columnheader' }, 'Span', this.splitter),
      h('div', { class: 'head-time', role: 'columnheader' }, h('span', { class: 'offscreen' }, 'Times'), this.ruler), this.cursor);
    this.element = h('div', { class: 'waterfall', role: 'treegrid', tabindex: '0', 'aria-label': 'Spans', 'aria-readonly': 'true' },
      this.head, h('div', { class: 'stage', role: 'presentation' }, this.canvas, this.sheet, this.whole));
    this.element.addEventListener('scroll', () => this.redraw(), { passive: true });
    this.pointer = new Pointer(this);
    this.observer = new ResizeObserver(() => this.layOut());
    this.observer.observe(this.element);
    this.onTheme = () => this.readTheme();
    window.addEventListener('themechange', this.onTheme);
    this.readTheme();
  }

  stop() {
    this.observer.disconnect();
    window.removeEventListener('themechange', this.onTheme);
  }

  readTheme() {
    this.ink = readInk();
    this.changed();
  }

  /** Measures; the layout says where in a row things are. */
  layOut() {
    const width = this.element.clientWidth;
    if (width === 0) {
      return;
    }
    const narrow = width < narrowBelow;
    const labelWidth = narrow ? 0 : Math.min(Math.max(this.labelWidth, 140), width - 200);
    const step = narrow ? 10 : 16;
    const levels = Math.max(2, Math.floor((narrow ? width * 0.4 : labelWidth * 0.55) / step));
    this.layout = {
      narrow, labelWidth, step, levels,
      rowHeight: narrow ? 46 : 28, barTop: narrow ? 27 : 7, barHeight: 14, labelMiddle: narrow ? 14 : 14,
      indent: depth => 6 + Math.min(depth, levels) * step,
    };
    this.scale.left = narrow ? 10 : labelWidth + 12;
    this.scale.width = Math.max(width - this.scale.left - (narrow ? 10 : 20), 50);
    this.element.classList.toggle('narrow', narrow);
    this.element.style.setProperty('--label-width', (narrow ? width : labelWidth) + 'px');
    this.element.style.setProperty('--view-height', this.element.clientHeight + 'px');
    this.element.style.setProperty('--row-height', this.layout.rowHeight + 'px');
    this.splitter.setAttribute('aria-valuenow', String(Math.round(labelWidth)));
    this.splitter.setAttribute('aria-valuemax', String(Math.max(width - 200, 140)));
    this.changed();
  }

  /** Draws all anew, after rows, scale, theme or size have changed. */
  changed() {
    this.stale = true;
    this.redraw();
  }

  redraw() {
    if (!this.pending && this.layout) {
      this.pending = requestAnimationFrame(() => {
        this.pending = 0;
        this.draw();
      });
    }
  }

  draw() {
    const { rowHeight } = this.layout;
    const scrolled = this.element.scrollTop;
    const height = this.element.clientHeight;
    const total = this.rows.count * rowHeight;
    const covered = this.drawnTop !== undefined && scrolled >= this.drawnTop && scrolled + height <= this.drawnTop + this.drawnHeight;
    if (!this.stale && covered && Math.abs(scrolled - (this.drawnTop + overscan)) < overscan / 2) {
      return;
    }
    this.sheet.style.height = total + 'px';
    const top = Math.max(0, scrolled - overscan);
    const view = {
      trace: this.trace, rows: this.rows, scale: this.scale, ink: this.ink, layout: this.layout, top,
      height: Math.min(height + 2 * overscan, Math.max(total - top, height)),
      first: Math.max(0, Math.floor(top / rowHeight)),
      last: Math.min(this.rows.count - 1, Math.ceil((scrolled + height + overscan) / rowHeight)),
      faded: row => this.highlighted !== null && !this.highlighted(row),
    };
    this.drawCanvas(view);
    this.placeRows(view);
    if (this.stale) {
      this.drawRuler();
    }
    this.stale = false;
  }

  drawCanvas(view) {
    const ratio = window.devicePixelRatio || 1;
    const width = this.element.clientWidth;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(view.height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(view.height * ratio);
      this.canvas.style.width = width + 'px';
      this.canvas.style.height = view.height + 'px';
    }
    this.canvas.style.transform = `translateY(${view.top}px)`;
    const context = this.canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, view.height);
    drawBars(context, view);
    for (const { line, strong } of this.lines()) {
      drawLine(context, line, view, strong);
    }
    drawFigures(context, view);
    this.drawnTop = view.top;
    this.drawnHeight = view.height;
  }

  /** The lines of all paths, worked out again only when rows or scale have changed. */
  lines() {
    const key = [this.rows.version, this.scale.from, this.scale.to, this.scale.left, this.scale.width].join();
    if (this.linesKey !== key) {
      this.linesKey = key;
      this.cachedLines = this.trace.paths.map(path => ({
        line: lineOf(path, row => this.rows.positionOf(row), this.scale), strong: path.root === this.trace.primaryRoot,
      }));
    }
    return this.cachedLines;
  }

  placeRows(view) {
    if (this.stale) {
      this.sheet.replaceChildren();
      this.built.clear();
    }
    for (const [position, element] of this.built) {
      if (position < view.first || position > view.last) {
        element.remove();
        this.built.delete(position);
      }
    }
    const added = [];
    for (let position = view.first; position <= view.last; position++) {
      if (!this.built.has(position)) {
        const element = buildRow(view, position);
        this.built.set(position, element);
        this.mark(element);
        added.push(element);
      }
    }
    this.sheet.append(...added);
    this.element.setAttribute('aria-rowcount', String(this.rows.count + 1));
    this.pointToActive();
  }

  mark(element) {
    const row = Number(element.dataset.row);
    element.classList.toggle('active', row === this.active);
    element.classList.toggle('hit', this.hits.has(row));
    element.classList.toggle('faded', this.highlighted !== null && !this.highlighted(row));
    element.setAttribute('aria-selected', String(row === this.active));
  }

  markAll() {
    this.built.forEach(element => this.mark(element));
    this.pointToActive();
  }

  pointToActive() {
    const shown = this.active >= 0 ? this.built.get(this.rows.positionOf(this.active)) : null;
    if (shown && Number(shown.dataset.row) === this.active) {
      this.element.setAttribute('aria-activedescendant', shown.id);
      this.showWholeName(shown);
    } else {
      this.element.removeAttribute('aria-activedescendant');
      this.whole.hidden = true;
    }
  }

  /** A name that was cut is shown whole beside the row that has the focus. */
  showWholeName(element) {
    const name = element.querySelector('.name');
    const cut = this.moved && name.scrollWidth > name.clientWidth + 1;
    this.whole.hidden = !cut;
    if (cut) {
      this.whole.textContent = name.textContent;
      this.whole.style.transform = `translateY(${(this.rows.positionOf(this.active) + 1) * this.layout.rowHeight}px)`;
    }
  }

  drawRuler() {
    const right = this.scale.left + this.scale.width;
    this.ruler.replaceChildren(...this.scale.ticks().filter(({ time }) => this.scale.x(time) <= right - 40).map(({ time, label }) =>
      h('span', { style: { left: this.scale.x(time) - this.layout.labelWidth + 'px' } }, label)));
  }

  /** Makes a row the active one and brings it into view. */
  activate(row) {
    this.moved = this.active >= 0;
    this.active = row;
    if (row >= 0) {
      this.scrollTo(this.rows.positionOf(row));
    }
    this.markAll();
  }

  scrollTo(position) {
    if (!this.layout) {
      return;
    }
    const { rowHeight } = this.layout;
    const room = this.element.clientHeight - this.head.offsetHeight;
    const y = position * rowHeight;
    if (y < this.element.scrollTop + rowHeight) {
      this.element.scrollTop = y - rowHeight;
    } else if (y + 2 * rowHeight > this.element.scrollTop + room) {
      this.element.scrollTop = y + 2 * rowHeight - room;
    }
  }

  /** Sets back all rows but those a condition holds for; null ends it. */
  highlight(condition) {
    this.highlighted = condition;
    this.changed();
  }

  showHits(hits) {
    this.hits = new Set(hits);
    this.markAll();
  }

  rowsOnScreen() {
    return Math.max(1, Math.floor((this.element.clientHeight - this.head.offsetHeight) / this.layout.rowHeight) - 1);
  }
}

/** The buttons for those who zoom without a wheel. */
export function zoomButtons(zoom) {
  return h('span', { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    iconButton('−', 'Zoom out (-)', () => zoom(2)), iconButton('+', 'Zoom in (+)', () => zoom(0.5)),
    button('All', () => zoom(null), { class: 'button quiet', title: 'The whole trace (0)' }));
}
