// The workings of the trace view: which row is active, which span is open, search, zoom; and the address that holds them.
import { h } from '../dom.js';
import { onControl } from '../keys.js';
import { change } from '../router.js';
import { breakdown } from './panel/breakdown.js';
import { panel } from './panel/panel.js';
import { pathList } from './panel/path-list.js';
import { spanPanel } from './panel/span.js';
import { searchRows } from './search.js';
import { toolbar } from './toolbar.js';
import { Minimap } from './waterfall/minimap.js';
import { Rows } from './waterfall/rows.js';
import { Scale } from './waterfall/scale.js';
import { Waterfall } from './waterfall/waterfall.js';

/** Shows a trace and reacts to a person. */
export class Explorer {
  constructor(trace, parameters) {
    this.trace = trace;
    this.parameters = parameters;
    this.rows = new Rows(trace);
    this.scale = new Scale(trace.length);
    this.waterfall = new Waterfall(trace, this.rows, this.scale, {
      open: row => this.open(row), toggle: row => this.toggle(row), zoomed: () => this.zoomed(), zoomToSpan: row => this.zoomToSpan(row),
    });
    this.minimap = new Minimap(trace, this.scale, () => this.zoomed());
    this.toolbar = toolbar({
      search: text => change({ q: text }, { replace: true }), step: direction => this.stepHit(direction),
      pathOnly: () => this.togglePathOnly(), foldAll: () => this.foldAll(), zoom: factor => this.zoom(factor),
    });
    this.span = spanPanel(trace, { visit: row => this.open(row), close: () => this.close() });
    this.panel = panel({
      time: breakdown(trace, condition => this.waterfall.highlight(condition)),
      path: pathList(trace, row => this.open(row)),
      span: this.span.element,
    }, name => change({ tab: name === 'time' ? null : name }, { replace: true }));
    this.element = h('div', { class: 'explorer' },
      h('section', { class: 'timeline', 'aria-label': 'Waterfall' }, this.toolbar.element, this.minimap.element, this.waterfall.element),
      this.panel.element);
    this.hits = [];
    this.query = null;
    this.onTheme = () => this.minimap.draw(this.waterfall.ink);
    window.addEventListener('themechange', this.onTheme);
  }

  start() {
    this.minimap.ink = this.waterfall.ink;
    this.waterfall.activate(this.trace.primaryRoot);
    this.show(this.parameters);
    this.waterfall.element.focus({ preventScroll: true });
  }

  stop() {
    this.waterfall.stop();
    this.minimap.stop();
    this.span.stop();
    window.removeEventListener('themechange', this.onTheme);
    clearTimeout(this.zoomTimer);
  }

  /** Makes the view what an address says. */
  show(parameters) {
    this.parameters = parameters;
    const row = this.trace.rowOf(parameters.get('span'));
    const pathOnly = parameters.get('path') === 'only';
    if (pathOnly !== this.rows.pathOnly) {
      this.rows.showPathOnly(pathOnly);
      this.waterfall.changed();
    }
    this.showWindow(parameters);
    this.showSearch(parameters.get('q') ?? '');
    if (row >= 0 && row !== this.waterfall.active) {
      this.goTo(row);
    }
    this.span.show(row);
    this.panel.show(parameters.get('tab') ?? (row >= 0 ? 'span' : 'time'));
    this.element.classList.toggle('with-span', row >= 0);
    this.showToolbar();
  }

  showWindow(parameters) {
    const from = Number(parameters.get('from') ?? 0);
    const to = Number(parameters.get('to') ?? this.trace.length);
    if (Number.isFinite(from) && Number.isFinite(to) && to > from && (from !== this.scale.from || to !== this.scale.to)) {
      this.scale.show(from, to);
      this.waterfall.changed();
      this.minimap.update();
    }
  }

  showSearch(query) {
    if (query !== this.query) {
      this.query = query;
      this.hits = searchRows(this.trace, query);
      this.waterfall.showHits(this.hits);
    }
  }

  showToolbar() {
    this.toolbar.show({
      query: this.query, found: this.hits.length, at: this.hits.indexOf(this.waterfall.active),
      pathOnly: this.rows.pathOnly, folded: this.rows.folded.size > 0,
    });
  }

  /** Goes to a row: unfolds what hides it, and leaves the critical path alone only when it must. */
  goTo(row) {
    const version = this.rows.version;
    if (!this.rows.reveal(row)) {
      change({ path: null }, { replace: true, silent: true });
      this.rows.showPathOnly(false);
      this.rows.reveal(row);
    }
    if (version !== this.rows.version) {
      this.waterfall.changed();
    }
    this.waterfall.activate(row);
    this.showToolbar();
  }

  open(row) {
    this.goTo(row);
    const isOpen = this.parameters.has('span');
    change({ span: this.trace.keys[row], tab: null }, { replace: isOpen });
  }

  close() {
    change({ span: null, tab: null });
    this.waterfall.element.focus({ preventScroll: true });
  }

  /** Moves the active row; an open span follows. */
  moveTo(position) {
    const row = this.rows.at(Math.min(Math.max(position, 0), this.rows.count - 1));
    if (this.parameters.has('span')) {
      this.open(row);
    } else {
      this.goTo(row);
    }
  }

  move(step) {
    const active = this.waterfall.active;
    this.moveTo(active < 0 ? 0 : this.rows.positionOf(active) + step);
  }

  toggle(row) {
    this.rows.fold(row, !this.rows.folded.has(row));
    this.waterfall.active = this.rows.at(this.rows.positionOf(this.waterfall.active));
    this.waterfall.changed();
    this.showToolbar();
  }

  /** Left folds, or goes to the parent when there is nothing to fold. */
  left() {
    const row = this.waterfall.active;
    if (this.rows.hasChildren(row) && !this.rows.folded.has(row)) {
      this.toggle(row);
    } else if (this.trace.parent[row] >= 0) {
      this.moveTo(this.rows.positionOf(this.trace.parent[row]));
    }
  }

  /** Right unfolds, or goes to the first child. */
  right() {
    const row = this.waterfall.active;
    if (this.rows.folded.has(row)) {
      this.toggle(row);
    } else if (this.rows.hasChildren(row)) {
      this.move(1);
    }
  }

  foldAll() {
    this.rows.foldAll(this.rows.folded.size === 0);
    this.waterfall.active = this.rows.at(this.rows.positionOf(this.waterfall.active));
    this.waterfall.changed();
    this.showToolbar();
  }

  togglePathOnly() {
    change({ path: this.rows.pathOnly ? null : 'only' }, { replace: true });
  }

  /** Goes to the next of some rows after the active one, around the end. */
  visitNext(rows, direction = 1) {
    if (rows.length === 0) {
      return;
    }
    const active = this.waterfall.active;
    const row = direction > 0 ? rows.find(each => each > active) ?? rows[0] : rows.findLast(each => each < active) ?? rows.at(-1);
    this.moveTo(this.positionAfterReveal(row));
  }

  positionAfterReveal(row) {
    this.goTo(row);
    return this.rows.positionOf(row);
  }

  stepHit(direction) {
    this.visitNext(this.hits, direction);
  }

  zoom(factor) {
    if (factor === null) {
      this.scale.showAll();
    } else {
      this.scale.zoom(factor);
    }
    this.zoomed();
  }

  zoomToSpan(row) {
    const margin = this.trace.durations[row] * 0.05;
    this.scale.show(this.trace.starts[row] - margin, this.trace.end(row) + margin);
    this.zoomed();
  }

  /** Shows the changed window at once, and writes it to the address when the movement has ended. */
  zoomed() {
    this.waterfall.changed();
    this.minimap.update();
    clearTimeout(this.zoomTimer);
    this.zoomTimer = setTimeout(() => {
      this.scale.show(Math.round(this.scale.from), Math.round(this.scale.to));
      change(this.scale.isZoomed ? { from: this.scale.from, to: this.scale.to } : { from: null, to: null }, { replace: true });
    }, 250);
  }

  escape() {
    if (document.activeElement?.matches('input')) {
      this.waterfall.element.focus({ preventScroll: true });
    } else if (this.parameters.has('span')) {
      this.close();
    } else if (this.query) {
      change({ q: null }, { replace: true });
    }
  }

  keys() {
    const unlessOnControl = action => event => onControl(event) ? false : action();
    const failed = Array.from(this.trace.keys.keys()).filter(row => this.trace.failed(row));
    return [
      { keys: ['j', 'ArrowDown'], says: 'Next span', run: unlessOnControl(() => this.move(1)) },
      { keys: ['k', 'ArrowUp'], says: 'Previous span', run: unlessOnControl(() => this.move(-1)) },
      { keys: ['ArrowLeft'], says: 'Fold, or to the parent', run: unlessOnControl(() => this.left()) },
      { keys: ['ArrowRight'], says: 'Unfold, or to the first child', run: unlessOnControl(() => this.right()) },
      { keys: ['Enter'], says: 'Open the span', run: unlessOnControl(() => this.open(this.waterfall.active)) },
      { keys: ['Escape'], says: 'Close the span', run: () => this.escape() },
      { keys: ['PageDown'], says: 'A screen down', run: unlessOnControl(() => this.move(this.waterfall.rowsOnScreen())) },
      { keys: ['PageUp'], says: 'A screen up', run: unlessOnControl(() => this.move(-this.waterfall.rowsOnScreen())) },
      { keys: ['Home'], says: 'First span', run: unlessOnControl(() => this.moveTo(0)) },
      { keys: ['End'], says: 'Last span', run: unlessOnControl(() => this.moveTo(this.rows.count - 1)) },
      { keys: ['/'], says: 'Search in this trace', run: () => this.toolbar.focus() },
      { keys: ['n'], says: 'Next hit', run: () => this.stepHit(1) },
      { keys: ['N'], says: 'Previous hit', run: () => this.stepHit(-1) },
      { keys: ['e'], says: 'Next error', run: () => this.visitNext(failed) },
      { keys: ['b'], says: 'The bottleneck', run: () => this.trace.bottleneck >= 0 && this.visitNext([this.trace.bottleneck]) },
      { keys: ['c'], says: 'The critical path alone', run: () => this.togglePathOnly() },
      { keys: ['z'], says: 'Zoom to the span', run: () => this.zoomToSpan(this.waterfall.active) },
      { keys: ['+', '='], says: 'Zoom in', run: () => this.zoom(0.5) },
      { keys: ['-'], says: 'Zoom out', run: () => this.zoom(2) },
      { keys: ['0'], says: 'The whole trace', run: () => this.zoom(null) },
    ];
  }
}
