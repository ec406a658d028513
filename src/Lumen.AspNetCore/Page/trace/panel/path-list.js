// The critical path as a list: section after section, and why each was there.
import { button, h } from '../../dom.js';
import { counted, duration, offset, percent, shares, spanName, visible } from '../../format.js';
import { swatch } from '../../palette.js';

const client = 3;
const least = 3;
const shownAtFirst = 120;

/** Builds the list of the primary root's path. `onVisit(row)` goes to a span. */
export function pathList(trace, onVisit) {
  const steps = stepsOf(trace);
  const tenths = shares(steps.map(step => Math.round(step.end - step.start)));
  const list = h('ol', { class: 'path' });
  const more = button('', () => showMore(), { class: 'button quiet' });
  let shown = 0;
  const showMore = () => {
    list.append(...steps.slice(shown, shown + shownAtFirst).map((step, index) => item(trace, step, tenths[shown + index], onVisit)));
    shown = Math.min(shown + shownAtFirst, steps.length);
    more.hidden = shown === steps.length;
    more.textContent = `${steps.length - shown} more`;
  };
  showMore();
  return h('div', {}, h('p', { class: 'muted explain' }, steps.length === 0
    ? 'The root took no time, so nothing decided how long it took.'
    : 'From start to end, each moment belongs to the span that decided it.'), list, more);
}

/**
 * The path in steps `{ row, start, end, time, rows }`. Calls of one operation by one parent that follow each other, with the
 * parent's own moments between them, are one step: `time` is theirs alone, and the parent's moments are told apart as `between`.
 */
export function stepsOf(trace) {
  const steps = [];
  for (let index = 0; index < trace.path.length;) {
    const run = runFrom(trace, index);
    steps.push(run.step);
    index = run.next;
  }
  return steps;
}

function runFrom(trace, first) {
  const section = trace.path[first];
  const parent = trace.parent[section.row];
  const single = { ...section, time: section.end - section.start, between: 0, rows: [section.row] };
  if (parent < 0) {
    return { step: single, next: first + 1 };
  }
  const step = { ...single, rows: [] };
  step.time = 0;
  const rows = new Set();
  let pause = 0;
  let next = first;
  for (let index = first; index < trace.path.length; index++) {
    const { row, start, end } = trace.path[index];
    if (row === parent) {
      pause += end - start;
    } else if (trace.parent[row] === parent && trace.nameIndex[row] === trace.nameIndex[section.row]
      && trace.serviceIndex[row] === trace.serviceIndex[section.row]) {
      rows.add(row);
      step.time += end - start;
      step.between += pause;
      step.end = end;
      pause = 0;
      next = index + 1;
    } else {
      break;
    }
  }
  return rows.size >= least ? { step: { ...step, rows: [...rows] }, next } : { step: single, next: first + 1 };
}

function item(trace, step, tenths, onVisit) {
  return h('li', {}, button([
    h('span', { class: 'at' }, offset(step.start)),
    h('span', { class: 'what' }, swatch(trace.service(step.row)),
      step.rows.length > 1 && h('span', {}, counted(step.rows.length, 'call') + ' of '),
      h('bdi', { class: 'name' }, spanName(trace.name(step.row))), h('bdi', { class: 'muted' }, visible(trace.service(step.row)))),
    h('span', { class: 'time' }, duration(step.end - step.start)),
    h('span', { class: 'why muted' }, reason(trace, step)),
    h('span', { class: 'part muted' }, percent(tenths)),
  ], () => onVisit(step.row), { class: 'step' }));
}

function reason(trace, step) {
  if (step.rows.length > 1) {
    return `one after the other, ${duration(step.time / step.rows.length)} each on average`
      + (step.between > 0 ? `; ${duration(step.between)} between them` : '');
  }
  if (!trace.hasChildren(step.row)) {
    return trace.kind[step.row] === client ? 'waiting for the answer' : 'own work';
  }
  const journey = onTheWay(trace, step);
  if (journey) {
    return journey;
  }
  const gap = (trace.gaps.get(step.row) ?? []).find(each => each.start < step.end && each.end > step.start);
  const running = runningChild(trace, step);
  if (running >= 0) {
    return `its own work; ${spanName(trace.name(running))} ran beside it and did not decide`;
  }
  const place = neighbours(trace, step);
  return (gap ? 'gap: no child was running' : 'own work') + place;
}

/** What a call's own time is when the other side has a span too: the way there and back, or waiting to be served. */
function onTheWay(trace, step) {
  const served = trace.kind[step.row] === client
    ? [...trace.children(step.row)].find(child => trace.service(child) !== trace.service(step.row)) : undefined;
  if (served === undefined) {
    return null;
  }
  const service = visible(trace.service(served));
  return step.end <= trace.starts[served] ? `on the way to ${service}, or waiting there to be served`
    : step.start >= trace.end(served) ? `on the way back from ${service}` : null;
}

function runningChild(trace, step) {
  const middle = (step.start + step.end) / 2;
  for (const child of trace.children(step.row)) {
    if (trace.blocking[child] && trace.starts[child] < middle && trace.end(child) > middle) {
      return child;
    }
  }
  return -1;
}

/** The children between which a piece of own work lies: " before GET /users", " between X and Y", " after X". */
function neighbours(trace, step) {
  let before = -1;
  let after = -1;
  for (const child of trace.children(step.row)) {
    if (!trace.blocking[child]) {
      continue;
    }
    if (trace.end(child) <= step.start && (before < 0 || trace.end(child) > trace.end(before))) {
      before = child;
    }
    if (trace.starts[child] >= step.end && (after < 0 || trace.starts[child] < trace.starts[after])) {
      after = child;
    }
  }
  const name = row => spanName(trace.name(row));
  if (before >= 0 && after >= 0) {
    return `, between ${name(before)} and ${name(after)}`;
  }
  return before >= 0 ? `, after ${name(before)}` : after >= 0 ? `, before ${name(after)}` : '';
}
