// A span in full: what the outline knows at once, and what the server adds (attributes, events, links, resource, scope).
import { ask, traceAddress } from '../../api.js';
import { button, copyButton, h, icon, iconButton, whileLoading } from '../../dom.js';
import { clock, counted, duration, exactDuration, kinds, offset, percent, spanName, time, visible } from '../../format.js';
import { swatch } from '../../palette.js';
import { attributeList, foldedText, groupedAttributes } from './values.js';

const stackLines = 12;
const gapsShown = 3;
const nameShown = 200;

/** Builds the tab. `visit(row)` goes to another span of the trace; `close()` leaves this one. */
export function spanPanel(trace, { visit, close }) {
  const element = h('div', { class: 'span-panel' });
  let questions = new AbortController();
  let current = null;
  showNone();

  function showNone() {
    element.replaceChildren(h('p', { class: 'muted explain' }, 'Choose a span: click it, or move with the arrows and press Enter.'));
  }

  async function show(row) {
    if (row === current) {
      return;
    }
    current = row;
    questions.abort();
    questions = new AbortController();
    if (row < 0) {
      showNone();
      return;
    }
    const details = h('div');
    element.replaceChildren(head(trace, row, close), times(trace, row), place(trace, row, visit), details);
    try {
      const path = `api/traces/${encodeURIComponent(trace.traceId)}/spans/${encodeURIComponent(trace.keys[row])}`;
      const answer = await whileLoading(details, ask(path, {}, questions.signal), 'Loading the details');
      details.replaceChildren(...detailBlocks(answer, trace, row));
    } catch (error) {
      if (error.name !== 'AbortError') {
        details.replaceChildren(h('p', { class: 'refusal', role: 'alert' }, error.message));
        current = null;
      }
    }
  }

  return { element, show, stop: () => questions.abort() };
}

function head(trace, row, close) {
  return h('header', {},
    h('h2', {}, trace.failed(row) && h('span', { class: 'failed' }, icon('error')),
      foldedText(spanName(trace.name(row)), nameShown, trace.name(row).length > nameShown, 'name')),
    iconButton('close', 'Close (Esc)', close),
    h('p', {}, h('span', { class: 'chip' }, swatch(trace.service(row)), h('bdi', {}, visible(trace.service(row)))),
      h('span', { class: 'muted' }, ` · ${kinds[trace.kind[row]]}`)));
}

function times(trace, row) {
  const root = rootOf(trace, row);
  const part = trace.durations[root] > 0 ? Math.round(trace.critical[row] / trace.durations[root] * 1000) : 0;
  const gaps = [...trace.gaps.get(row) ?? []].sort((a, b) => (b.end - b.start) - (a.end - a.start));
  const startNanos = trace.start + BigInt(Math.round(trace.starts[row]));
  return h('dl', { class: 'times' },
    fact('Duration', exactDuration(Math.round(trace.durations[row]))),
    fact('Own time', duration(trace.own[row])),
    fact('On the critical path',
      trace.critical[row] > 0 ? `${duration(trace.critical[row])}, ${percent(part)} of the request` : 'not at all'),
    fact('Start', `${offset(trace.starts[row])}, ${time(startNanos, 6)} ${clock.zone}`),
    ...gaps.slice(0, gapsShown).map(gap => fact('Gap', gapWords(trace, gap))),
    gaps.length > gapsShown && fact('Gaps', `and ${gaps.length - gapsShown} shorter ones`));
}

function gapWords(trace, gap) {
  const name = key => spanName(trace.name(trace.rowOf(key)));
  const where = gap.kind === 'LEADING' ? `before ${name(gap.after)}` : gap.kind === 'TRAILING' ? `after ${name(gap.before)}`
    : `between ${name(gap.before)} and ${name(gap.after)}`;
  return `${duration(gap.end - gap.start)} ${where}: no child was running`;
}

function rootOf(trace, row) {
  let root = row;
  while (trace.parent[root] >= 0) {
    root = trace.parent[root];
  }
  return root;
}

function place(trace, row, visit) {
  const parent = trace.parent[row];
  let children = 0;
  for (const child of trace.children(row)) {
    children += child >= 0 ? 1 : 0;
  }
  const flags = trace.flagNames(row);
  return h('dl', { class: 'times' },
    parent >= 0 && fact('Parent', button(h('bdi', {}, spanName(trace.name(parent))), () => visit(parent), { class: 'link' })),
    children > 0 && fact('Children', counted(children, 'span')),
    parent >= 0 && !trace.blocking[row] && fact('Asynchronous', 'the parent did not wait for this span'),
    flags.length > 0 && fact('Marks', flags.map(flag => flag.toLowerCase().replaceAll('_', ' ')).join(', ')),
    fact('Span id', h('span', { class: 'mono' }, trace.keys[row]),
      copyButton('Copy the span id', () => trace.keys[row].replace(/#.*/, ''))));
}

function fact(label, ...value) {
  return h('div', {}, h('dt', {}, label), h('dd', {}, value));
}

function detailBlocks({ span, resource, scope }, trace, row) {
  const attributes = span.attributes ?? [];
  return [
    status(span.status),
    section('Attributes', attributes.length, groupedAttributes(attributes, 'span'), span.droppedAttributesCount),
    section('Events', span.events?.length ?? 0, (span.events ?? []).map(event => eventBlock(event, trace, row)), span.droppedEventsCount),
    section('Links', span.links?.length ?? 0, (span.links ?? []).map(link => linkBlock(link, trace)), span.droppedLinksCount),
    span.traceState ? h('dl', { class: 'times' }, fact('Trace state', visible(span.traceState))) : null,
    folded('Resource', 'resource', resource?.attributes ?? [], resource?.schemaUrl),
    folded(`Scope ${visible(scope?.name ?? '')} ${visible(scope?.version ?? '')}`.trim(), 'scope', scope?.attributes ?? [], scope?.schemaUrl),
  ].filter(Boolean);
}

function status(value) {
  if (!value?.code) {
    return null;
  }
  const failed = value.code === 2;
  return h('p', { class: failed ? 'status-line failed' : 'status-line' }, failed ? 'Failed' : 'Ok',
    value.message ? [': ', foldedText(value.message, 600, value.message.length > 600)] : null);
}

function section(title, size, content, dropped = 0) {
  if (size === 0 && !dropped) {
    return null;
  }
  return h('section', {}, h('h3', {}, title, h('span', { class: 'muted' }, ' ' + size)), content,
    dropped > 0 && h('p', { class: 'muted' }, `${dropped} more were cut by the sender or a limit.`));
}

function eventBlock(event, trace, row) {
  const attributes = event.attributes ?? [];
  const stack = attributes.find(each => each.key === 'exception.stacktrace');
  const at = Number(BigInt(event.timeUnixNano ?? 0) - trace.start) - trace.starts[row];
  return h('article', { class: 'event' },
    h('h4', {}, h('bdi', {}, spanName(event.name)), h('span', { class: 'muted', title: time(event.timeUnixNano ?? 0, 9) }, offset(at))),
    attributes.length > 0 && attributeList(attributes.filter(each => each !== stack), 'event'),
    stack && stackTrace(stack.value?.stringValue ?? ''));
}

function stackTrace(text) {
  const lines = text.split('\n');
  const start = lines.slice(0, stackLines).join('\n').length;
  return h('div', { class: 'stack' }, foldedText(text, start, lines.length > stackLines, 'stack-text'),
    copyButton('Copy the stack trace', () => text));
}

function linkBlock(link, trace) {
  const own = link.traceId === trace.traceId;
  return h('article', { class: 'event' },
    h('h4', {}, h('a', { href: traceAddress(link.traceId, link.spanId) }, own ? 'A span of this trace' : 'Another trace'),
      h('span', { class: 'mono muted' }, own ? link.spanId : link.traceId)),
    link.attributes?.length > 0 && attributeList(link.attributes, 'link'));
}

function folded(title, level, attributes, schemaUrl) {
  if (!title || (title === 'Scope' && attributes.length === 0)) {
    return null;
  }
  const name = attributes.find(each => each.key === 'service.name');
  return h('details', {}, h('summary', {}, title, name && h('span', { class: 'muted' }, ' ' + visible(name.value?.stringValue ?? ''))),
    attributes.length > 0 && attributeList(attributes, level), schemaUrl && h('p', { class: 'muted' }, 'Schema ' + visible(schemaUrl)));
}
