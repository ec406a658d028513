// The first view: filters, the services, and the traces that match.
import { ask, askPatiently, pause, Unreachable } from '../api.js';
import { announce, copyButton, h, notice, whileLoading } from '../dom.js';
import { counted } from '../format.js';
import { bindView, onControl } from '../keys.js';
import { learn } from '../palette.js';
import { change } from '../router.js';
import { filters, isNarrowed, questionOf, wider } from './filters.js';
import { firstTrace } from './first-trace.js';
import { results } from './results.js';
import { services } from './services.js';

const pageSize = 30;
const newTraceInterval = 2000;

/** What was shown at an address, kept so that Back is at once and at the same place. */
const kept = new Map();

/** Opens the view in a host. */
export function openFind(host, route) {
  document.title = 'Traces · Lumen';
  const bar = filters();
  const aside = services();
  const body = h('section', { class: 'found', 'aria-label': 'Traces' });
  const layout = h('div', { class: 'find' }, aside.element, body);
  host.append(bar.element, layout);
  let questions = new AbortController();
  let shown = null;

  async function update({ parameters, returning }) {
    keepPlace();
    questions.abort();
    questions = new AbortController();
    const { signal } = questions;
    bar.show(parameters);
    body.replaceChildren();
    shown = { address: window.location.search, returning, list: results(), pages: [], question: questionOf(parameters, Date.now()), next: null };
    const lost = h('p', { class: 'lost', role: 'status', hidden: true });
    body.append(lost);
    const sayLost = error => {
      lost.textContent = error.message;
      lost.hidden = false;
    };
    try {
      const answer = await whileLoading(body, askPatiently('api/services', {}, signal, sayLost));
      lost.hidden = true;
      showServices(answer.services, parameters);
      if (answer.services.length === 0) {
        await waitForFirstTrace(parameters, signal);
      } else {
        await showTraces(parameters, signal);
      }
    } catch (error) {
      showRefusal(error);
    }
  }

  function showServices(names, parameters) {
    layout.classList.toggle('without-data', names.length === 0);
    bar.element.hidden = names.length === 0;
    learn(names);
    bar.services(names);
    aside.show(names, parameters);
  }

  async function waitForFirstTrace(parameters, signal) {
    body.replaceChildren(firstTrace());
    for (;;) {
      await pause(newTraceInterval, signal);
      const answer = await askPatiently('api/services', {}, signal);
      if (answer.services.length > 0) {
        body.replaceChildren();
        announce('The first trace has arrived');
        showServices(answer.services, parameters);
        shown.question = questionOf(parameters, Date.now());
        await showTraces(parameters, signal);
        return;
      }
    }
  }

  async function showTraces(parameters, signal) {
    const state = shown;
    const before = state.returning ? kept.get(state.address) : undefined;
    const more = h('button', { type: 'button', class: 'button', hidden: true, on: { click: () => showNext(state, more, tail, signal) } }, 'More traces');
    const tail = h('p', { class: 'tail', role: 'status' });
    body.append(heading(state), state.list.element, h('p', { class: 'more' }, more), tail);
    if (before) {
      Object.assign(state, { question: before.question, pages: before.pages, next: before.next });
      before.pages.forEach(page => state.list.add(page.traces));
      showTail(state, more, tail, parameters);
      window.scrollTo(0, before.scroll);
    } else {
      await showNext(state, more, tail, signal, parameters);
    }
    new IntersectionObserver(entries => entries.some(entry => entry.isIntersecting) && !more.hidden && more.click(), { rootMargin: '600px' })
      .observe(more);
  }

  async function showNext(state, more, tail, signal, parameters = new URLSearchParams(window.location.search)) {
    if (more.disabled) {
      return;
    }
    more.disabled = true;
    try {
      const answer = await whileLoading(tail, ask('api/traces', { ...state.question, limit: pageSize, explain: 'true', cursor: state.next }, signal));
      for (const trace of answer.traces) {
        learn(trace.services.map(each => each.service));
      }
      state.pages.push(answer);
      state.next = answer.next;
      state.list.add(answer.traces);
      showTail(state, more, tail, parameters);
    } catch (error) {
      showPagingRefusal(error, state, tail);
    } finally {
      more.disabled = false;
    }
  }

  /** What is shown already stays; the button below it asks again. */
  function showPagingRefusal(error, state, tail) {
    if (state.list.size === 0) {
      showRefusal(error);
    } else if (error.name !== 'AbortError') {
      tail.textContent = error.message;
    }
  }

  function showTail(state, more, tail, parameters) {
    const last = state.pages.at(-1);
    more.hidden = state.next === null;
    body.querySelector('.count').textContent = counted(state.list.size, 'trace') + (state.next === null ? '' : ' so far');
    if (state.list.size === 0) {
      body.replaceChildren(nothingFound(parameters, last));
    } else {
      tail.textContent = last.complete ? (state.next === null ? 'These are all that match.' : '')
        : `The answer is not complete. ${last.reason ?? ''}`;
    }
  }

  function showRefusal(error) {
    if (error.name === 'AbortError') {
      return;
    }
    const again = h('button', { type: 'button', class: 'button', on: { click: reload } }, 'Try again');
    const refusal = notice(error instanceof Unreachable ? 'No answer' : error.title ?? 'Something went wrong', error.message, again,
      isNarrowed(new URLSearchParams(window.location.search)) && h('a', { class: 'button', href: './' }, 'Without filters'));
    body.replaceChildren(refusal);
  }

  function heading(state) {
    const link = () => {
      const address = new URL(window.location.href);
      address.searchParams.delete('range');
      address.searchParams.set('from', new Date(Number(state.question.from) || state.question.from).toISOString());
      address.searchParams.set('to', new Date(Number(state.question.to) || state.question.to).toISOString());
      return address.href;
    };
    return h('div', { class: 'found-head' }, h('h1', { class: 'count' }, ''),
      h('button', { type: 'button', class: 'button quiet', title: 'Ask again (r)', on: { click: reload } }, 'Refresh'),
      copyButton('Copy a link to these traces, its times fixed', link));
  }

  function reload() {
    update({ parameters: new URLSearchParams(window.location.search), returning: false });
  }

  function keepPlace() {
    if (shown && shown.pages.length > 0) {
      kept.delete(shown.address);
      kept.set(shown.address, { question: shown.question, pages: shown.pages, next: shown.next, scroll: window.scrollY });
      if (kept.size > 8) {
        kept.delete(kept.keys().next().value);
      }
    }
  }

  bindView([
    { keys: ['j', 'ArrowDown'], says: 'Next trace', run: () => shown?.list.move(1) },
    { keys: ['k', 'ArrowUp'], says: 'Previous trace', run: () => shown?.list.move(-1) },
    { keys: ['Enter'], says: 'Open the trace', run: event => onControl(event) ? false : shown?.list.move(0) },
    { keys: ['/'], says: 'To the filters', run: () => bar.focus() },
    { keys: ['e'], says: 'Errors only', run: () => change({ error: new URLSearchParams(location.search).get('error') ? null : 'true' }) },
    { keys: ['r'], says: 'Ask again', run: reload },
    { keys: ['Escape'], says: null, run: () => document.activeElement?.blur() },
  ]);
  update(route);
  return {
    update,
    unmount() {
      keepPlace();
      questions.abort();
    },
  };
}

/** Why nothing matched, and the nearest ways on. */
function nothingFound(parameters, answer) {
  const next = wider(parameters);
  const narrowed = isNarrowed(parameters);
  const reason = !answer.complete && answer.reason ? answer.reason
    : narrowed ? 'No stored span of this time range meets all filters at once; every filter applies to one and the same span.'
      : 'No span started in this time range.';
  return notice('No trace matches', reason,
    next && h('button', { type: 'button', class: 'button', on: { click: () => change({ range: next.name, from: null, to: null }) } }, 'Search the ' + next.says),
    narrowed && h('a', { class: 'button', href: './' }, 'Without filters'));
}
