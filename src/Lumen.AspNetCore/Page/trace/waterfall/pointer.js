// What a mouse or a finger does on the waterfall.
import { h } from '../../dom.js';
import { duration } from '../../format.js';

/** Listens on a waterfall's element and turns events into what its host is told. */
export class Pointer {
  constructor(waterfall) {
    this.waterfall = waterfall;
    const { element, splitter, ruler } = waterfall;
    element.addEventListener('click', event => this.click(event));
    element.addEventListener('dblclick', event => this.doubleClick(event));
    element.addEventListener('wheel', event => this.wheel(event), { passive: false });
    element.addEventListener('pointermove', event => this.move(event));
    element.addEventListener('pointerleave', () => {
      waterfall.cursor.hidden = true;
    });
    splitter.addEventListener('pointerdown', event => this.dragSplitter(event));
    splitter.addEventListener('keydown', event => this.nudgeSplitter(event));
    ruler.addEventListener('pointerdown', event => this.dragRuler(event));
  }

  rowAt(event) {
    const element = event.target instanceof Element ? event.target.closest('.row') : null;
    return element ? Number(element.dataset.row) : -1;
  }

  click(event) {
    const row = this.rowAt(event);
    if (row < 0) {
      return;
    }
    if (event.target.closest('.fold')) {
      this.waterfall.host.toggle(row);
    } else if (!window.getSelection()?.toString()) {
      this.waterfall.host.open(row);
    }
  }

  doubleClick(event) {
    const row = this.rowAt(event);
    if (row >= 0 && !event.target.closest('.fold')) {
      this.waterfall.host.zoomToSpan(row);
    }
  }

  wheel(event) {
    const { scale, host } = this.waterfall;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      scale.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.timeAt(event));
      host.zoomed();
    } else if (scale.isZoomed && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
      event.preventDefault();
      scale.pan((event.deltaX || event.deltaY) / scale.width);
      host.zoomed();
    }
  }

  timeAt(event) {
    const { element, scale } = this.waterfall;
    const x = event.clientX - element.getBoundingClientRect().left;
    return scale.time(Math.min(Math.max(x, scale.left), scale.left + scale.width));
  }

  /** A hairline with the time under the pointer. */
  move(event) {
    const { element, scale, cursor, layout } = this.waterfall;
    const x = event.clientX - element.getBoundingClientRect().left;
    const shown = layout && !layout.narrow && event.pointerType === 'mouse' && x >= scale.left && x <= scale.left + scale.width;
    cursor.hidden = !shown;
    if (shown) {
      cursor.style.left = x + 'px';
      cursor.firstChild.textContent = duration(scale.time(x));
      cursor.classList.toggle('flipped', x > element.clientWidth - 90);
    }
  }

  dragSplitter(event) {
    const { waterfall } = this;
    event.preventDefault();
    follow(waterfall.splitter, event, moved => {
      waterfall.labelWidth = moved.clientX - waterfall.element.getBoundingClientRect().left;
      waterfall.layOut();
    });
  }

  nudgeSplitter(event) {
    const step = { ArrowLeft: -24, ArrowRight: 24 }[event.key];
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      this.waterfall.labelWidth = Math.max(this.waterfall.layout.labelWidth + step, 140);
      this.waterfall.layOut();
    }
  }

  dragRuler(event) {
    const { waterfall } = this;
    const start = this.timeAt(event);
    const brush = h('div', { class: 'ruler-brush' });
    waterfall.ruler.append(brush);
    const place = moved => {
      const from = waterfall.scale.x(Math.min(start, this.timeAt(moved))) - waterfall.layout.labelWidth;
      const to = waterfall.scale.x(Math.max(start, this.timeAt(moved))) - waterfall.layout.labelWidth;
      brush.style.left = from + 'px';
      brush.style.width = to - from + 'px';
    };
    follow(waterfall.ruler, event, place, released => {
      brush.remove();
      const end = this.timeAt(released);
      if (Math.abs(waterfall.scale.x(end) - waterfall.scale.x(start)) > 4) {
        waterfall.scale.show(Math.min(start, end), Math.max(start, end));
        waterfall.host.zoomed();
      }
    });
  }
}

/** Follows a pressed pointer until it is released. */
function follow(element, event, move, release = () => {}) {
  const stop = new AbortController();
  element.setPointerCapture(event.pointerId);
  element.addEventListener('pointermove', move, { signal: stop.signal });
  element.addEventListener('pointerup', released => {
    stop.abort();
    release(released);
  }, { signal: stop.signal });
  element.addEventListener('pointercancel', cancelled => {
    stop.abort();
    release(cancelled);
  }, { signal: stop.signal });
}
