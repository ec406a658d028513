// Addresses to views and back. All state of a view is in its address; the view hears of a change and shows it.

let current = null;
let open = () => null;
const home = new URL(document.baseURI).pathname;

/** What an address asks for: `{ view: 'find' | 'trace' | 'status' | 'unknown', id, parameters }`. */
export function read(location = window.location) {
  const path = location.pathname.startsWith(home) ? location.pathname.slice(home.length) : '';
  const parameters = new URLSearchParams(location.search);
  const trace = /^trace\/([^/]+)\/?$/.exec(path);
  if (trace) {
    return { view: 'trace', id: decode(trace[1]), parameters };
  }
  const view = path === '' ? 'find' : /^status\/?$/.test(path) ? 'status' : 'unknown';
  return { view, id: null, parameters };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Starts routing. `mount(route)` returns the view: an object with `update(route)` and `unmount()`. A route says whether a person is
 * `returning` to it by back or forward.
 */
export function start(mount) {
  open = mount;
  history.scrollRestoration = 'manual';
  window.addEventListener('popstate', () => show(true));
  document.addEventListener('click', followLink);
  show();
}

/** Goes to an address relative to the page's base. */
export function go(address, { replace = false } = {}) {
  const target = new URL(address, document.baseURI);
  if (target.href !== window.location.href) {
    history[replace ? 'replaceState' : 'pushState'](null, '', target);
  }
  show();
}

/** Changes query parameters of the current view; null removes one, a list sets all of one name. The view is told unless `silent`. */
export function change(changes, { replace = false, silent = false } = {}) {
  const target = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (Array.isArray(value)) {
      target.searchParams.delete(name);
      value.forEach(each => target.searchParams.append(name, each));
    } else if (value === null || value === undefined || value === '' || value === false) {
      target.searchParams.delete(name);
    } else {
      target.searchParams.set(name, value);
    }
  }
  if (target.href !== window.location.href) {
    history[replace ? 'replaceState' : 'pushState'](null, '', target);
  }
  if (!silent) {
    show();
  }
}

function show(returning = false) {
  const route = { ...read(), returning };
  const key = route.view + '/' + (route.id ?? '');
  if (current?.key === key) {
    current.instance.update(route);
    return;
  }
  current?.instance.unmount();
  window.scrollTo(0, 0);
  current = { key, instance: open(route) };
}

/** Follows links inside the page without loading it anew; leaves new tabs, downloads and other sites to the browser. */
function followLink(event) {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) {
    return;
  }
  const target = new URL(link.href);
  const route = target.origin === window.location.origin && target.pathname.startsWith(home) ? read(target) : null;
  if (route && route.view !== 'unknown') {
    event.preventDefault();
    go(target.href);
  }
}
