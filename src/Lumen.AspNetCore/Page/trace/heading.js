// Above the waterfall: the sentence, the figures, and marks for what is odd about the data, each with its reason.
import { button, copyButton, h, icon } from '../dom.js';
import { clock, count, counted, duration, time, visible } from '../format.js';
import { swatch } from '../palette.js';
import { plain, sentence } from './sentence.js';

const reasons = {
  ORPHAN: ['orphan', 'The parent is not stored: lost, late, or left out by the sender. Each is shown as a root of its own.'],
  DUPLICATE: ['duplicate', 'The same span arrived more than once; one copy is shown.'],
  DUPLICATE_ID: ['repeated id', 'Different spans carry the same id; all are shown, numbered.'],
  SHARED_ID: ['shared id', 'Client and server use one span id (as Zipkin does); the server is shown under the client.'],
  CYCLE: ['cycle', 'Spans name each other as parent; the circle was cut at the span that starts first.'],
  NEGATIVE_DURATION: ['negative duration', 'The span ends before it starts; it is shown with no length.'],
  OUTSIDE_PARENT: ['outside its parent', 'The span starts before or after its parent ran: the clocks of two hosts may differ.'],
};

/** Builds the heading of a trace. `visit(rows)` is called to go to the spans behind a mark. */
export function heading(trace, visit) {
  const parts = sentence(trace);
  document.title = plain(parts.slice(0, 3)) + ' · Lumen';
  const why = h('p', { class: 'why', role: 'status', hidden: true });
  return h('header', { class: 'trace-head' },
    h('h1', { class: 'sentence' }, parts.map(words)),
    h('div', { class: 'facts' }, startFact(trace), facts(trace, visit), marks(trace, visit, why), identity(trace)),
    why);
}

function words(part) {
  if (typeof part === 'string') {
    return part;
  }
  if (part.service !== undefined) {
    return h('span', { class: 'service' }, swatch(part.service), h('bdi', {}, visible(part.service)));
  }
  if (part.failed) {
    return h('span', { class: 'failed' }, part.failed);
  }
  return part.strong ? h('strong', {}, part.strong) : h('bdi', { class: 'name' }, part.name);
}

function startFact(trace) {
  const shown = button('', () => {
    clock.utc = !clock.utc;
    write();
  }, { class: 'fact-button', title: 'Switch between local time and UTC' });
  const write = () => shown.replaceChildren(time(trace.start), h('span', { class: 'muted' }, clock.utc ? ' UTC' : ' local'));
  write();
  return shown;
}

function facts(trace, visit) {
  const failed = rowsWhere(trace, row => trace.failed(row));
  return [
    trace.length !== trace.durations[trace.primaryRoot] && h('span', {}, duration(trace.length), ' in all'),
    h('span', {}, counted(trace.size, 'span')),
    h('span', {}, counted(trace.outline.serviceNames.length, 'service')),
    failed.length > 0 && button([icon('error'), counted(failed.length, 'error')], () => visit(failed),
      { class: 'fact-button failed', title: 'Next error (e)' }),
  ];
}

function marks(trace, visit, why) {
  const found = new Map();
  for (let row = 0; row < trace.size; row++) {
    const names = trace.flagNames(row);
    for (const name of trace.outsideParent(row) ? [...names, 'OUTSIDE_PARENT'] : names) {
      if (!found.has(name)) {
        found.set(name, []);
      }
      found.get(name).push(row);
    }
  }
  const buttons = [...found].map(([name, rows]) => {
    const [label, reason] = reasons[name] ?? [name, 'The analysis says so.'];
    return markButton(`${count(rows.length)} ${label}`, reason, why, () => visit(rows));
  });
  return trace.outline.complete ? buttons
    : [...buttons, markButton('not complete', trace.outline.reason ?? 'A part of the trace could not be read.', why, () => {})];
}

function markButton(label, reason, why, go) {
  return button(label, () => {
    why.textContent = reason;
    why.hidden = false;
    go();
  }, { class: 'mark', title: reason });
}

function rowsWhere(trace, condition) {
  const rows = [];
  for (let row = 0; row < trace.size; row++) {
    if (condition(row)) {
      rows.push(row);
    }
  }
  return rows;
}

function identity(trace) {
  return h('span', { class: 'identity' },
    h('span', { class: 'mono' }, trace.traceId), copyButton('Copy the trace id', () => trace.traceId),
    h('a', { href: `api/traces/${encodeURIComponent(trace.traceId)}?format=otlp`, target: '_blank', rel: 'noopener' }, 'OTLP JSON'));
}
