// Where the time went: critical and own time by service and by operation, in figures and percent that sum to 100.
import { button, h } from '../../dom.js';
import { duration, percent, shares, spanName, visible } from '../../format.js';
import { colorOf, swatch } from '../../palette.js';

const rowsAtFirst = 25;

const columns = [
  { label: 'Critical', title: 'Time on the critical path: so long this decided when the request could end', of: 'criticalNanos' },
  { label: 'Own', title: 'Self time: so long it worked itself, whether or not the request waited for it', of: 'selfNanos' },
];

/** Builds both tables. `onHighlight(condition, label)` is called with a condition on rows, or null. */
export function breakdown(trace, onHighlight) {
  const chosen = { key: null };
  const choose = (key, condition, again) => {
    chosen.key = chosen.key === key ? null : key;
    onHighlight(chosen.key === null ? null : condition);
    again();
  };
  const services = table('By service', trace.outline.services, {
    chosen, choose,
    key: group => 'service ' + group.service,
    label: group => [swatch(group.service), h('bdi', {}, visible(group.service))],
    text: group => group.service,
    condition: group => row => trace.service(row) === group.service,
  });
  const operations = table('By operation', trace.outline.operations, {
    chosen, choose,
    key: group => 'operation ' + group.service + '\u0000' + group.name,
    label: group => [swatch(group.service), h('bdi', {}, spanName(group.name)), h('bdi', { class: 'muted' }, visible(group.service))],
    text: group => group.name,
    condition: group => row => trace.service(row) === group.service && trace.name(row) === group.name,
  });
  const again = () => [services, operations].forEach(each => each.draw());
  [services, operations].forEach(each => each.setAgain(again));
  again();
  return h('div', { class: 'breakdown' },
    h('p', { class: 'muted explain' }, 'Critical: time on the critical path; it adds up to the whole request. ',
      'Own: time in which spans worked themselves (self time); parallel work can add up to more.'),
    services.element, operations.element);
}

function table(title, groups, options) {
  const parts = columns.map(column => shares(groups.map(group => group[column.of])));
  const rows = groups.map((group, index) => ({ group, tenths: parts.map(part => part[index]) }));
  const body = h('tbody');
  const headers = columns.map(column => h('th', { scope: 'col', colspan: '2', title: column.title },
    button(column.label, () => sortBy(column.of), { class: null })));
  const nameHeader = h('th', { scope: 'col' }, button(title, () => sortBy('name'), { class: null }));
  const more = button(`All ${rows.length}`, showAll, { class: 'button quiet' });
  let order = { by: 'criticalNanos', descending: true };
  let limit = rowsAtFirst;
  let again = () => {};

  function sortBy(by) {
    order = { by, descending: order.by === by ? !order.descending : by !== 'name' };
    draw();
  }

  function showAll() {
    limit = Infinity;
    draw();
  }

  function compare(a, b) {
    const direction = order.descending ? -1 : 1;
    if (order.by === 'name') {
      return direction * options.text(a.group).localeCompare(options.text(b.group));
    }
    const difference = BigInt(a.group[order.by]) - BigInt(b.group[order.by]);
    return direction * (difference < 0n ? -1 : difference > 0n ? 1 : 0);
  }

  function draw() {
    const sorted = [...rows].sort(compare);
    body.replaceChildren(...sorted.slice(0, limit).map(drawGroup));
    more.hidden = sorted.length <= limit;
    const sortable = [[nameHeader, 'name'], [headers[0], 'criticalNanos'], [headers[1], 'selfNanos']];
    for (const [header, by] of sortable) {
      if (order.by === by) {
        header.setAttribute('aria-sort', order.descending ? 'descending' : 'ascending');
      } else {
        header.removeAttribute('aria-sort');
      }
    }
  }

  function drawGroup({ group, tenths }) {
    const key = options.key(group);
    return h('tr', {},
      h('th', { scope: 'row' },
        button(options.label(group), () => options.choose(key, options.condition(group), again), {
          class: 'group', 'aria-pressed': String(options.chosen.key === key), title: 'Show these spans in the waterfall',
        })),
      h('td', { class: 'meter', 'aria-hidden': 'true' },
        h('span', { style: { width: tenths[0] / 10 + '%', '--color': colorOf(group.service) } })),
      columns.map((column, index) => [
        h('td', {}, group[column.of] === '0' ? '–' : duration(group[column.of])),
        h('td', { class: 'percent' }, group[column.of] === '0' ? '' : percent(tenths[index])),
      ]));
  }

  return {
    draw,
    setAgain: value => {
      again = value;
    },
    element: h('div', { class: 'table' },
      h('table', { class: 'figures' }, h('thead', {}, h('tr', {}, nameHeader, headers)), body), more),
  };
}
