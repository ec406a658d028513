// Which of the twelve colours a service has. The hash of the name decides; a service whose colour is taken goes on to the next
// free one, in the order of names. An installation with up to twelve services has one colour for each on every view; beyond
// that, services of one trace are still told apart.
import { h } from './dom.js';

const size = 12;
const everywhere = new Map();
let here = everywhere;

/** Gives a colour to each name that has none yet. Learning all services first, sorted, keeps colours the same on every view. */
export function learn(names) {
  for (const name of names) {
    if (!everywhere.has(name)) {
      everywhere.set(name, freeFrom(hash(name) % size, everywhere));
    }
  }
}

/** For one trace: services keep their colours, but those that would share one are moved to free ones. An empty list ends it. */
export function separate(names) {
  here = names.length === 0 ? everywhere : new Map();
  for (const name of [...names].sort()) {
    here.set(name, freeFrom(everywhere.get(name) ?? hash(name) % size, here));
  }
}

/** The number of a service's colour, 0 to 11. */
export function slotOf(name) {
  const slot = here.get(name) ?? everywhere.get(name);
  if (slot !== undefined) {
    return slot;
  }
  learn([name]);
  return everywhere.get(name);
}

/** The least used colour, looking from a first one on. */
function freeFrom(first, slots) {
  const used = new Array(size).fill(0);
  for (const slot of slots.values()) {
    used[slot]++;
  }
  const least = Math.min(...used);
  let slot = first;
  while (used[slot] !== least) {
    slot = (slot + 1) % size;
  }
  return slot;
}

/** FNV-1a over the UTF-16 code units. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

/** A service's colour as a CSS value. */
export function colorOf(name) {
  return `var(--service-${slotOf(name)})`;
}

/** A small square in a service's colour. */
export function swatch(name) {
  return h('span', { class: 'swatch', 'aria-hidden': 'true', style: { '--color': colorOf(name) } });
}
