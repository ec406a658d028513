// The theme's colours for the canvas, which does not understand var(): read once, and again when the theme changes.
import { h } from '../../dom.js';

const names = ['ground', 'line', 'line-strong', 'ink', 'muted', 'accent', 'on-accent', 'error', 'mark'];

/** Reads the tokens as colours a canvas can use; `service` is an array of twelve. */
export function readInk() {
  const probe = h('span', { class: 'offscreen' });
  document.body.append(probe);
  const resolve = name => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const ink = Object.fromEntries(names.map(name => [name, resolve(name)]));
  ink.service = Array.from({ length: 12 }, (_, slot) => resolve('service-' + slot));
  ink.font = getComputedStyle(document.documentElement).fontFamily;
  ink.hatch = hatch(ink.ground);
  probe.remove();
  return ink;
}

/** Diagonal strokes in the ground's colour: laid over a bar they say that nothing is known about this time. */
function hatch(color) {
  const size = 6;
  const tile = h('canvas', { width: size, height: size });
  const context = tile.getContext('2d');
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
  return context.createPattern(tile, 'repeat');
}
