// The bar of filters. What it holds is exactly what the address says; a change goes to the address and comes back from there.
import { ask } from '../api.js';
import { h } from '../dom.js';
import { change } from '../router.js';
import { conditions, queryOf } from './conditions.js';

const ranges = [
  ['15m', 'Last 15 minutes', 900e3], ['1h', 'Last hour', 3600e3], ['6h', 'Last 6 hours', 21600e3],
  ['24h', 'Last 24 hours', 86400e3], ['7d', 'Last 7 days', 604800e3], ['fixed', 'From … to …', 0],
];
const narrowing = ['service', 'operation', 'minDuration', 'maxDuration', 'error', 'q'];

/** The range an address asks for, by its short name; an hour when it says nothing. */
export function rangeOf(parameters) {
  if (parameters.has('from') || parameters.has('to')) {
    return 'fixed';
  }
  return ranges.some(([name]) => name === parameters.get('range')) ? parameters.get('range') : '1h';
}

/**
 * The filters of an address as the API takes them. A range up to now has no end: the server's clock decides what now is, and pages
 * after the first are older anyway.
 */
export function questionOf(parameters, now) {
  const range = rangeOf(parameters);
  const length = ranges.find(([name]) => name === range)[2];
  return {
    service: parameters.get('service'),
    operation: parameters.get('operation'),
    minDuration: parameters.get('minDuration'),
    maxDuration: parameters.get('maxDuration'),
    error: parameters.get('error') === 'true' ? 'true' : null,
    q: queryOf(parameters),
    from: range === 'fixed' ? parameters.get('from') : String(now - length),
    to: range === 'fixed' ? parameters.get('to') : null,
  };
}

/** Whether anything but the time range narrows the answer. */
export function isNarrowed(parameters) {
  return narrowing.some(name => parameters.get(name));
}

/** The next wider range, or null when there is none. */
export function wider(parameters) {
  const index = ranges.findIndex(([name]) => name === rangeOf(parameters));
  return index < ranges.length - 2 ? { name: ranges[index + 1][0], says: ranges[index + 1][1].toLowerCase() } : null;
}

/** Builds the bar. `show(parameters)` puts an address into it; `services(names)` gives the completion of services. */
export function filters() {
  const services = h('datalist', { id: 'service-names' });
  const operations = h('datalist', { id: 'operation-names' });
  const service = text('service', 'any service', { list: 'service-names', type: 'search' });
  const operation = text('operation', 'any operation', { list: 'operation-names', type: 'search' });
  const atLeast = text('minDuration', '250ms', { class: 'short' });
  const atMost = text('maxDuration', '5s', { class: 'short' });
  const errors = h('input', { type: 'checkbox', name: 'error', on: { change: () => change({ error: errors.checked ? 'true' : null }) } });
  const range = h('select', { name: 'range', on: { change: () => chooseRange(range.value) } },
    ranges.map(([name, says]) => h('option', { value: name }, says)));
  const from = moment('from');
  const to = moment('to');
  const where = conditions();
  const fixed = h('span', { class: 'fixed-range' }, from, ' to ', to);
  service.addEventListener('change', () => change({ service: service.value.trim(), operation: null }));
  let operationsOf = null;

  async function completeOperations(name) {
    if (operationsOf === name) {
      return;
    }
    operationsOf = name;
    operations.replaceChildren();
    try {
      const answer = name ? await ask('api/operations', { service: name }) : { operations: [] };
      if (operationsOf === name) {
        operations.replaceChildren(...options(answer.operations.map(each => each.name)));
      }
    } catch {
      // Completion is a help only; the search itself says what is wrong.
    }
  }

  const element = h('form', { class: 'filters', 'aria-label': 'Filters', on: { submit: event => event.preventDefault() } },
    field('Service', service), field('Operation', operation), field('At least', atLeast), field('At most', atMost),
    h('label', { class: 'check' }, errors, 'Errors only'), field('Time', range), fixed, where.element, services, operations);
  return {
    element,
    focus: () => service.focus(),
    services: all => services.replaceChildren(...options(all)),
    show(parameters) {
      for (const input of [service, operation, atLeast, atMost]) {
        input.value = parameters.get(input.name) ?? '';
      }
      where.show(parameters);
      errors.checked = parameters.get('error') === 'true';
      range.value = rangeOf(parameters);
      fixed.hidden = range.value !== 'fixed';
      from.value = localValue(parameters.get('from'));
      to.value = localValue(parameters.get('to'));
      completeOperations(service.value);
    },
  };
}

function text(name, placeholder, properties = {}) {
  const input = h('input', { type: 'text', name, placeholder, autocomplete: 'off', spellcheck: 'false', ...properties });
  if (name !== 'service') {
    input.addEventListener('change', () => change({ [name]: input.value.trim() }));
  }
  return input;
}

function moment(name) {
  const input = h('input', { type: 'datetime-local', name, step: '1', 'aria-label': name === 'from' ? 'From' : 'To' });
  input.addEventListener('change', () => change({ [name]: input.value ? new Date(input.value).toISOString() : null, range: null }));
  return input;
}

function chooseRange(name) {
  if (name === 'fixed') {
    const now = Date.now();
    change({ range: null, from: new Date(now - 3600e3).toISOString(), to: new Date(now).toISOString() });
  } else {
    change({ range: name === '1h' ? null : name, from: null, to: null });
  }
}

/** What a datetime-local control takes, in the browser's zone, from the ISO time or the integer of an address. */
function localValue(value) {
  const date = instant(value);
  return date ? new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19) : '';
}

function instant(value) {
  if (!value) {
    return null;
  }
  const number = Number(value);
  const date = Number.isNaN(number) ? new Date(value) : new Date(number < 1e14 ? number : number / 1e6);
  return Number.isNaN(date.getTime()) ? null : date;
}

function options(values) {
  return [...new Set(values)].map(value => h('option', { value }));
}

function field(label, control) {
  return h('label', { class: 'field field-' + control.name }, h('span', {}, label), control);
}
