// The shell: the bar on top, the theme, the keys that every view has, and which view an address opens.
import { h, iconButton, notice } from './dom.js';
import { openFind } from './find/find.js';
import { bindView, listen } from './keys.js';
import { go, start } from './router.js';
import { openStatus } from './status/status.js';
import { openTrace } from './trace/trace.js';

const views = { find: openFind, trace: openTrace, status: openStatus };
const themes = ['system', 'light', 'dark'];

const host = h('main', { id: 'view', tabindex: '-1' });
const themeButton = iconButton('theme', 'Theme', nextTheme);
const links = [
  h('a', { href: './', data: { view: 'find' } }, 'Traces'),
  h('a', { href: 'status', data: { view: 'status' } }, 'Status'),
];

function shell() {
  const traceId = h('input', {
    type: 'search', name: 'trace', placeholder: 'Trace id', 'aria-label': 'Open a trace by its id',
    autocomplete: 'off', spellcheck: 'false',
    on: { input: () => traceId.setCustomValidity('') },
  });
  const form = h('form', { class: 'open-trace', role: 'search', on: { submit: event => openById(event, traceId) } }, traceId);
  return [
    h('a', { class: 'skip', href: '#view', on: { click: skip } }, 'Skip to the content'),
    h('header', { class: 'bar' },
      h('a', { class: 'brand', href: './' },
        h('img', { src: 'assets/favicon.svg', alt: '', width: '22', height: '22' }), h('span', {}, 'Lumen')),
      h('nav', { 'aria-label': 'Views' }, links), form, themeButton,
      iconButton('?', 'Keys (?)', pressQuestionMark)),
    host,
    h('div', { id: 'announcer', class: 'offscreen', role: 'status', 'aria-live': 'polite' }),
  ];
}

function skip(event) {
  event.preventDefault();
  host.focus();
}

function pressQuestionMark() {
  document.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }));
}

function openById(event, input) {
  event.preventDefault();
  const id = input.value.trim().toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id)) {
    input.setCustomValidity('A trace id is 32 hexadecimal digits.');
    input.reportValidity();
    return;
  }
  input.value = '';
  input.blur();
  go('trace/' + id);
}

function nextTheme() {
  const chosen = themes[(themes.indexOf(document.documentElement.dataset.theme ?? 'system') + 1) % themes.length];
  if (chosen === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = chosen;
  }
  try {
    localStorage.setItem('lumen-theme', chosen);
  } catch {
    // Forbidden storage: the theme lasts until the page is left.
  }
  showTheme();
  window.dispatchEvent(new Event('themechange'));
}

function showTheme() {
  const theme = document.documentElement.dataset.theme ?? 'system';
  const label = `Theme: ${theme === 'system' ? 'as the system' : theme} (t)`;
  themeButton.title = label;
  themeButton.setAttribute('aria-label', label);
}

function mount(route) {
  for (const link of links) {
    link.toggleAttribute('data-here', link.dataset.view === route.view);
    if (link.dataset.view === route.view) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  host.replaceChildren();
  host.className = 'view-' + route.view;
  bindView([]);
  const open = views[route.view];
  return open ? open(host, route) : nothingHere();
}

function nothingHere() {
  document.title = 'Not found · Lumen';
  host.append(notice('There is no such page', 'The address leads nowhere: go to the list of traces and start there.',
    h('a', { class: 'button', href: './' }, 'All traces')));
  return { update() {}, unmount() {} };
}

document.body.append(...shell());
showTheme();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => window.dispatchEvent(new Event('themechange')));
listen([
  { keys: ['t'], says: 'Theme: system, light, dark', run: nextTheme },
  { keys: ['g'], says: 'To the list of traces', run: () => go('./') },
]);
start(mount);
