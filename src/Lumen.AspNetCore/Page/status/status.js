// How the server is: its health with reasons, and what became of every span it received.
import { ask, askHealth, pause, Unreachable } from '../api.js';
import { h, notice, whileLoading } from '../dom.js';
import { count } from '../format.js';
import { bindView } from '../keys.js';

const interval = 2000;

const states = [
  ['stored', 'Stored', 'Written durably.'],
  ['sampledOut', 'Sampled out', 'Left out by a sampling rule.'],
  ['rejected', 'Rejected', 'Not valid: the sender was told which and why.'],
  ['refused', 'Refused', 'No room or no store: the sender was asked to send again.'],
  ['dropped', 'Dropped', 'Lost here, as the log says.'],
  ['forwarded', 'Forwarded', 'Passed on to another receiver.'],
  ['inFlight', 'In flight', 'On the way; not yet in any of the states above.'],
];

const words = {
  healthy: 'Lumen is well',
  degraded: 'Lumen works, with a limitation',
  unhealthy: 'Lumen does not work',
};

/** Opens the view in a host. */
export function openStatus(host) {
  document.title = 'Status · Lumen';
  const stop = new AbortController();
  const health = h('section', { class: 'health', 'aria-live': 'polite' });
  const ledger = h('section', { class: 'ledger' });
  host.append(h('div', { class: 'status' }, health, ledger));
  bindView([]);
  watch();

  async function watch() {
    let before = null;
    let seen = '';
    while (!stop.signal.aborted) {
      try {
        const [state, metrics] = await whileLoading(before ? h('div') : host,
          Promise.all([askHealth(stop.signal), ask('api/metrics', {}, stop.signal).catch(error => error)]));
        const words = JSON.stringify(state);
        if (words !== seen) {
          health.replaceChildren(...healthBlock(state));
          seen = words;
        }
        const now = { at: performance.now(), metrics };
        ledger.replaceChildren(...(metrics instanceof Error
          ? [notice(metrics.title ?? 'No figures', metrics.message)] : ledgerBlock(now, before)));
        before = metrics instanceof Error ? null : now;
        await pause(interval, stop.signal);
      } catch (error) {
        if (error.name === 'AbortError') {
          return;
        }
        seen = '';
        health.replaceChildren(h('h1', { class: 'state unhealthy' }, 'No answer'),
          h('p', {}, error instanceof Unreachable ? error.message : 'The answer could not be read: ' + error.message));
        await pause(interval, stop.signal).catch(() => {});
      }
    }
  }

  return { update() {}, unmount: () => stop.abort() };
}

function healthBlock({ status, reasons }) {
  return [
    h('h1', { class: 'state ' + (status in words ? status : 'unhealthy') }, words[status] ?? String(status)),
    (reasons ?? []).length > 0
      ? h('ul', { class: 'reasons' }, reasons.map(reason => h('li', {}, reason)))
      : h('p', { class: 'muted' }, 'It receives, stores and answers.'),
  ];
}

function ledgerBlock(now, before) {
  const { ledger, queue_depth: depth } = now.metrics;
  const received = Number(ledger.received);
  const seconds = before ? (now.at - before.at) / 1000 : 0;
  const rate = before ? Math.max(0, Math.round((received - Number(before.metrics.ledger.received)) / seconds)) : null;
  return [
    h('dl', { class: 'now' },
      figure('Spans a second', rate === null ? '…' : count(rate)),
      figure('Spans received', count(received)),
      figure('Requests waiting', count(depth))),
    h('h2', {}, 'What became of them'),
    h('p', { class: 'muted' }, 'Every span received is in exactly one of these states, counted since the server started.'),
    h('table', { class: 'figures' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'State'), h('th', { scope: 'col' }, 'Spans'))),
      h('tbody', {}, states.filter(([name]) => ledger[name] !== undefined).map(([name, label, meaning]) => {
        const lost = (name === 'dropped' || name === 'rejected' || name === 'refused') && Number(ledger[name]) > 0;
        return h('tr', {}, h('th', { scope: 'row' }, label, h('span', { class: 'muted' }, meaning + why(ledger.reasons?.[name] ?? {}))),
          h('td', { class: lost ? 'failed' : null }, count(ledger[name])));
      }))),
  ];
}

/** The reasons of a state with their counts, where there is more to say than the state itself. */
function why(reasons) {
  const said = Object.entries(reasons).filter(([reason]) => reason !== 'durable')
    .map(([reason, spans]) => `${reason.replaceAll('_', ' ')} ${count(spans)}`);
  return said.length > 0 ? ` Why: ${said.join(', ')}.` : '';
}

function figure(label, value) {
  return h('div', {}, h('dt', {}, label), h('dd', {}, value));
}
