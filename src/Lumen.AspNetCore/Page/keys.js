// The keyboard: one table for the whole page and one for the view that is open, and the list a person gets with "?".
import { button, h } from './dom.js';

let viewKeys = [];
let pageKeys = [];

/**
 * A binding is `{ keys: ['j', 'ArrowDown'], says: 'Next row', run(event) }`. `run` may return false to leave the key to the browser.
 * Bindings of the view win over those of the page.
 */
export function bindView(bindings) {
  viewKeys = bindings;
}

/** Starts listening, with the bindings that every view has. */
export function listen(bindings) {
  pageKeys = [...bindings, { keys: ['?'], says: 'This list', run: showHelp }];
  document.addEventListener('keydown', handle);
}

function handle(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
    return;
  }
  if (isTyping(event.target) && event.key !== 'Escape') {
    return;
  }
  const binding = [...viewKeys, ...pageKeys].find(candidate => candidate.keys.includes(event.key));
  if (binding && binding.run(event) !== false) {
    event.preventDefault();
  }
}

function isTyping(target) {
  return target instanceof Element && target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]');
}

/** Whether the focus is on a control for which Enter, Space and the arrows have a meaning of their own. */
export function onControl(event) {
  const controls = 'button, a, summary, select, input, [role=tab], [role=separator]';
  return event.target instanceof Element && event.target.closest(controls) !== null;
}

const names = {
  ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', PageDown: 'Page ↓', PageUp: 'Page ↑',
};

function showHelp() {
  const list = [...viewKeys, ...pageKeys].filter(binding => binding.says);
  const dialog = h('dialog', { class: 'help', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keys'),
    h('dl', {}, list.map(binding => h('div', {},
      h('dt', {}, binding.keys.map(key => h('kbd', {}, names[key] ?? key))),
      h('dd', {}, binding.says)))),
    button('Close', () => dialog.close()));
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
