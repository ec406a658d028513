// Time to pixels: the part of the trace that is shown, and the marks of the ruler.

const units = [['ns', 1], ['µs', 1e3], ['ms', 1e6], ['s', 1e9], ['min', 60e9], ['h', 3600e9], ['d', 86400e9]];
const narrowSpace = '\u202f';
const leastWindow = 20;

/** The shown part [from, to) of [0, length) nanoseconds, drawn `width` pixels wide from `left`. */
export class Scale {
  constructor(length) {
    this.length = Math.max(length, 1);
    this.left = 0;
    this.width = 1;
    this.showAll();
  }

  get isZoomed() {
    return this.from > 0 || this.to < this.length;
  }

  showAll() {
    this.from = 0;
    this.to = this.length;
  }

  /** Shows a window, moved and cut so that it lies inside the trace. */
  show(from, to) {
    const size = Math.min(Math.max(to - from, leastWindow), this.length);
    this.from = Math.min(Math.max(from, 0), this.length - size);
    this.to = this.from + size;
  }

  /** Makes the window `factor` times as long, keeping the time under the pointer (or the middle) where it is. */
  zoom(factor, at = (this.from + this.to) / 2) {
    const size = Math.min(Math.max((this.to - this.from) * factor, leastWindow), this.length);
    const share = (at - this.from) / (this.to - this.from);
    this.show(at - size * share, at + size * (1 - share));
  }

  /** Moves the window by a part of its own length. */
  pan(part) {
    const step = (this.to - this.from) * part;
    this.show(this.from + step, this.to + step);
  }

  x(time) {
    return this.left + (time - this.from) / (this.to - this.from) * this.width;
  }

  time(x) {
    return this.from + (x - this.left) / this.width * (this.to - this.from);
  }

  /** Round times for the ruler, about `apart` pixels from one another: `[{ time, label }]`. */
  ticks(apart = 100) {
    const least = (this.to - this.from) * apart / Math.max(this.width, apart);
    const magnitude = 10 ** Math.floor(Math.log10(least));
    const step = Math.max([1, 2, 5, 10].find(each => each * magnitude >= least) * magnitude, 1);
    const [unit, size] = units.findLast(each => each[1] <= Math.max(this.to, 1)) ?? units[0];
    const places = Math.min(Math.max(0, -Math.floor(Math.log10(step / size) + 1e-9)), 9);
    const ticks = [];
    for (let index = Math.ceil(this.from / step); index * step <= this.to; index++) {
      const label = index === 0 ? '0' : (index * step / size).toFixed(places) + narrowSpace + unit;
      ticks.push({ time: index * step, label });
    }
    return ticks;
  }
}
