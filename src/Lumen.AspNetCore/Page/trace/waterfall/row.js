// One row of the waterfall as elements: what assistive technology reads and what a pointer meets. The bars are on the canvas.
import { h, icon } from '../../dom.js';
import { count, counted, duration, kinds, spanName, visible } from '../../format.js';
import { swatch } from '../../palette.js';

/** Builds the row at a position. */
export function buildRow({ trace, rows, layout }, position) {
  const row = rows.at(position);
  const parent = trace.parent[row];
  const service = trace.service(row);
  const otherService = parent < 0 || trace.service(parent) !== service;
  const hasChildren = rows.hasChildren(row);
  const folded = rows.folded.has(row);
  const name = spanName(trace.name(row));
  return h('div', {
    class: 'row', role: 'row', id: 'row-' + row, 'aria-level': trace.depth[row] + 1, 'aria-rowindex': position + 2,
    'aria-expanded': hasChildren ? String(!folded) : null, data: { row },
    style: { transform: `translateY(${position * layout.rowHeight}px)` },
  },
  h('div', { class: 'label', role: 'gridcell', style: { 'padding-left': layout.indent(trace.depth[row]) + 'px' } },
    hasChildren
      ? h('span', { class: folded ? 'fold folded' : 'fold', 'aria-hidden': 'true' }, icon('chevron'))
      : h('span', { class: 'no-fold' }),
    swatch(service),
    trace.failed(row) && h('span', { class: 'failed' }, icon('error'), h('span', { class: 'offscreen' }, 'failed')),
    h('span', { class: 'texts' },
      h('bdi', { class: trace.failed(row) ? 'name failed' : 'name' }, name),
      otherService && h('bdi', { class: 'service' }, visible(service))),
    trace.depth[row] > layout.levels && h('span', { class: 'depth', title: 'Depth' }, count(trace.depth[row])),
    folded && hasChildren && h('span', { class: 'depth' }, '+' + count(trace.subtree[row] - 1))),
  h('div', { class: 'spoken', role: 'gridcell' }, spoken(trace, row)));
}

function spoken(trace, row) {
  return [
    trace.service(row), kinds[trace.kind[row]], duration(trace.durations[row]), 'own time ' + duration(trace.own[row]),
    trace.critical[row] > 0 && 'on the critical path ' + duration(trace.critical[row]),
    row === trace.bottleneck && 'bottleneck',
    trace.events[row].length > 0 && counted(trace.events[row].length, 'event'),
    ...trace.flagNames(row).map(flag => flag.toLowerCase().replaceAll('_', ' ')),
  ].filter(Boolean).map(visible).join(', ');
}
