// The traces found, newest first: what it was, how long it took against the longest shown, and where its time went.
import { traceAddress } from '../api.js';
import { h, icon } from '../dom.js';
import { ago, count, counted, duration, percent, shares, spanName, startTime, time, visible } from '../format.js';
import { colorOf, swatch } from '../palette.js';

const chipsShown = 5;

/** Makes the list. `add(summaries)` appends and keeps all bars to one scale; `move(step)` moves the focus by whole traces. */
export function results() {
  const list = h('ol', { class: 'results', 'aria-label': 'Traces, newest first' });
  let longest = 0;

  return {
    element: list,
    get size() {
      return list.children.length;
    },
    add(summaries) {
      longest = summaries.reduce((most, summary) => Math.max(most, Number(summary.durationNanos)), longest);
      list.append(...summaries.map(row));
      for (const bar of list.querySelectorAll('.length')) {
        bar.style.setProperty('--part', longest > 0 ? Number(bar.dataset.nanos) / longest : 0);
      }
    },
    move(step) {
      const links = [...list.querySelectorAll('a.result')];
      const at = links.indexOf(document.activeElement);
      const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    },
  };
}

function row(summary) {
  const service = summary.rootService ?? 'unknown service';
  const failed = summary.errorCount > 0;
  const now = Date.now();
  return h('li', {}, h('a', { class: failed ? 'result with-error' : 'result', href: traceAddress(summary.traceId) },
    h('span', { class: 'what' },
      failed && h('span', { class: 'failed', title: counted(summary.errorCount, 'error') }, icon('error')),
      h('bdi', { class: 'name' }, summary.rootName === null ? '(root not stored)' : spanName(summary.rootName)),
      h('span', { class: 'chip' }, swatch(service), h('bdi', {}, visible(service)))),
    h('span', { class: 'took' }, duration(summary.durationNanos)),
    h('span', { class: 'length', 'aria-hidden': 'true', data: { nanos: summary.durationNanos } }),
    h('span', { class: 'facts' },
      h('time', { title: `${time(summary.startUnixNano)}, ${ago(summary.startUnixNano, now)}` }, startTime(summary.startUnixNano, now)),
      h('span', {}, counted(summary.spanCount, 'span')),
      failed && h('span', { class: 'failed' }, counted(summary.errorCount, 'error')),
      h('span', { class: 'chips' }, chips(summary.services))),
    composition(summary.services)));
}

function chips(services) {
  const most = [...services].sort((a, b) => b.spanCount - a.spanCount);
  const rest = most.length - chipsShown;
  return [
    ...most.slice(0, chipsShown).map(each => h('span', { class: 'chip' }, swatch(each.service), h('bdi', {}, visible(each.service)),
      h('span', { class: each.errorCount > 0 ? 'failed' : null }, count(each.spanCount)))),
    rest > 0 && h('span', { class: 'chip' }, `and ${rest} more`),
  ];
}

/** A thin bar of the services that decided how long the request took, in the order of their share. */
function composition(services) {
  const deciding = services.filter(each => each.criticalNanos !== undefined && each.criticalNanos !== '0');
  if (deciding.length === 0) {
    return h('span', { class: 'composition' });
  }
  deciding.sort((a, b) => Number(BigInt(b.criticalNanos) - BigInt(a.criticalNanos)));
  const tenths = shares(deciding.map(each => each.criticalNanos));
  const words = deciding.map((each, index) => `${visible(each.service)} ${percent(tenths[index])}`);
  const shown = words.slice(0, 6).join(', ') + (words.length > 6 ? ', …' : '');
  return h('span', { class: 'composition', role: 'img', 'aria-label': 'Where the time went: ' + shown, title: shown },
    deciding.map((each, index) => tenths[index] > 0
      && h('span', { style: { '--color': colorOf(each.service), 'flex-grow': String(tenths[index]) } })));
}
