// The controls above the waterfall: search inside the trace, the critical path alone, folding, zoom.
import { button, h, iconButton } from '../dom.js';
import { count } from '../format.js';
import { zoomButtons } from './waterfall/waterfall.js';

/** Builds the bar; `host` has `search(text)`, `step(direction)`, `pathOnly()`, `foldAll()`, `zoom(factor)`. */
export function toolbar(host) {
  const search = h('input', {
    type: 'search', placeholder: 'Search in this trace (/)', 'aria-label': 'Search spans by name, service or id',
    autocomplete: 'off', spellcheck: 'false',
    on: {
      input: () => host.search(search.value),
      keydown: event => {
        if (event.key === 'Enter') {
          event.preventDefault();
          host.step(event.shiftKey ? -1 : 1);
        }
      },
    },
  });
  const hits = h('span', { class: 'hits muted', role: 'status' });
  const path = button('Critical path', host.pathOnly, { 'aria-pressed': 'false', title: 'Show the critical path alone (c)' });
  const fold = button('Fold all', host.foldAll, { class: 'button quiet', title: 'Fold or unfold everything' });
  return {
    element: h('div', { class: 'toolbar' },
      h('span', { class: 'search' }, search, hits,
        iconButton('up', 'Previous hit (N)', () => host.step(-1)), iconButton('down', 'Next hit (n)', () => host.step(1))),
      path, fold, h('span', { class: 'legend', 'aria-hidden': 'true' },
        h('span', { class: 'key own' }, 'own'), h('span', { class: 'key covered' }, 'in children'), h('span', { class: 'key gap' }, 'gap'),
        h('span', { class: 'key line' }, 'critical path')),
      zoomButtons(host.zoom)),
    focus: () => search.select(),
    blur: () => search.blur(),
    show({ query, found, at, pathOnly, folded }) {
      if (document.activeElement !== search) {
        search.value = query;
      }
      hits.textContent = query === '' ? '' : found === 0 ? 'no hit' : at < 0 ? count(found) : `${count(at + 1)} of ${count(found)}`;
      path.setAttribute('aria-pressed', String(pathOnly));
      fold.textContent = folded ? 'Unfold all' : 'Fold all';
    },
  };
}
