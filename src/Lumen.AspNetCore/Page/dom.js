// Building elements. Whatever comes from a trace goes in as a text node or an attribute value, never as markup.

const svgNamespace = 'http://www.w3.org/2000/svg';

const shapes = {
  chevron: 'M6 4l4 4-4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  done: 'M3 8.5l3.5 3.5L13 4.5',
  error: 'M8 2.2l6.3 11.3H1.7zM8 6.2v3.4M8 11.6v.2',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5l3 3',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
};

/**
 * Makes an element. Properties: `class`, `on` (event handlers), `style` (set through the CSSOM, which the CSP allows),
 * `data`; anything else is an attribute, left out when null, undefined or false. Children that are not nodes become text.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === 'on') {
      for (const [event, handler] of Object.entries(value)) {
        element.addEventListener(event, handler);
      }
    } else if (name === 'style') {
      for (const [property, setting] of Object.entries(value)) {
        element.style.setProperty(property, setting);
      }
    } else if (name === 'data') {
      Object.assign(element.dataset, value);
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** A 16-unit line icon, hidden from assistive technology: the control that holds it has the name. */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}

/** A button with words on it; other properties as for `h`. */
export function button(content, onClick, properties = {}) {
  return h('button', { type: 'button', class: 'button', on: onClick ? { click: onClick } : {}, ...properties }, content);
}

/** A button with an icon (or a single character) and a name that is read aloud and shown as tooltip. */
export function iconButton(name, label, onClick, properties = {}) {
  return button(name.length === 1 ? name : icon(name), onClick, { class: 'icon-button', title: label, 'aria-label': label, ...properties });
}

/** A button that copies what `read` returns and says so for a moment. */
export function copyButton(label, read) {
  const button = iconButton('copy', label, async () => {
    const copied = await copy(read());
    button.replaceChildren(icon(copied ? 'done' : 'close'));
    announce(copied ? 'Copied' : 'The browser did not allow copying');
    setTimeout(() => button.replaceChildren(icon('copy')), 1200);
  });
  button.classList.add('copy');
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The clipboard API needs a secure context; a page on http://10.0.0.5 still has the old way. */
function copyBySelection(text) {
  const area = h('textarea', { class: 'offscreen', readonly: true, 'aria-hidden': 'true' });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}

/** Says something to a screen reader without moving focus. */
export function announce(text) {
  const region = document.getElementById('announcer');
  if (region) {
    region.textContent = text;
  }
}

/** The text of a refusal or a notice as a block: a heading, one sentence, and buttons. */
export function notice(title, sentence, ...actions) {
  return h('div', { class: 'notice', role: 'alert' }, h('h1', {}, title), h('p', {}, sentence),
    actions.length > 0 && h('p', { class: 'actions' }, actions));
}

/** Shows "Loading" in a host while a promise runs, but only when it takes longer than a person notices. */
export async function whileLoading(host, promise, words = 'Loading') {
  const sign = h('p', { class: 'loading', role: 'status' }, words + '…');
  const timer = setTimeout(() => host.append(sign), 150);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    sign.remove();
  }
}
