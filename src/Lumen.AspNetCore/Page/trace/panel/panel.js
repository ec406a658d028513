// The panel beside the waterfall: where the time went, the path, and the span that is looked at.
import { h } from '../../dom.js';

const tabs = [['time', 'Where the time went'], ['path', 'The path'], ['span', 'Span']];

/** Builds the panel. `contents` has an element for each tab; `onChoose(name)` hears of a tab that a person chose. */
export function panel(contents, onChoose) {
  const buttons = tabs.map(([name, label]) => h('button', {
    type: 'button', role: 'tab', id: 'tab-' + name, 'aria-controls': 'panel-' + name, data: { name },
    on: { click: () => onChoose(name), keydown: move },
  }, label));
  const bodies = tabs.map(([name]) =>
    h('div', { role: 'tabpanel', id: 'panel-' + name, 'aria-labelledby': 'tab-' + name, tabindex: '0' }, contents[name]));

  function move(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      const next = buttons[(buttons.indexOf(event.currentTarget) + step + buttons.length) % buttons.length];
      next.focus();
      onChoose(next.dataset.name);
    }
  }

  return {
    element: h('aside', { class: 'panel', 'aria-label': 'Explanation' }, h('div', { class: 'tabs', role: 'tablist' }, buttons), bodies),
    show(name) {
      for (const [index, button] of buttons.entries()) {
        const chosen = button.dataset.name === name;
        button.setAttribute('aria-selected', String(chosen));
        button.tabIndex = chosen ? 0 : -1;
        bodies[index].hidden = !chosen;
      }
    },
  };
}
