// The first view: filters, the services, and the traces that match.
import { askPatiently, pause, Unreachable } from '../api.js';
import { announce, button, h, notice, whileLoading } from '../dom.js';
import { bindView, onControl } from '../keys.js';
import { learn } from '../palette.js';
import { change } from '../router.js';
import { filters, isNarrowed, questionOf, wider } from './filters.js';
import { firstTrace } from './first-trace.js';
import { Listing } from './listing.js';
import { services } from './services.js';

const newTraceInterval = 2000;
const placesKept = 8;

/** What was shown at an address, so that Back is at once and at the same place. */
const kept = new Map();

/** Opens the view in a host. */
export function openFind(host, route) {
  document.title = 'Traces · Lumen';
  const find = new Find(host);
  bindView(find.keys());
  find.update(route);
  return find;
}

class Find {
  constructor(host) {
    this.bar = filters();
    this.aside = services();
    this.body = h('section', { class: 'found', 'aria-label': 'Traces' });
    this.layout = h('div', { class: 'find' }, this.aside.element, this.body);
    this.lost = h('p', { class: 'lost', role: 'status', hidden: true });
    this.questions = new AbortController();
    this.listing = null;
    host.append(this.bar.element, this.lost, this.layout);
  }

  /** Shows what an address asks for. */
  async update({ parameters, returning }) {
    this.keepPlace();
    this.questions.abort();
    this.questions = new AbortController();
    this.address = window.location.search;
    this.parameters = parameters;
    this.listing = null;
    this.bar.show(parameters);
    this.body.replaceChildren();
    const { signal } = this.questions;
    try {
      const names = await whileLoading(this.body, this.askServices(signal));
      this.showServices(names);
      if (names.length === 0) {
        await this.waitForFirstTrace(signal);
      }
      await this.showTraces(signal, returning ? kept.get(this.address) : undefined);
    } catch (error) {
      this.refused(error);
    }
  }

  unmount() {
    this.keepPlace();
    this.questions.abort();
  }

  async askServices(signal) {
    const answer = await askPatiently('api/services', {}, signal, error => {
      this.lost.textContent = error.message;
      this.lost.hidden = false;
    });
    this.lost.hidden = true;
    return answer.services;
  }

  showServices(names) {
    this.layout.classList.toggle('without-data', names.length === 0);
    this.bar.element.hidden = names.length === 0;
    learn(names);
    this.bar.services(names);
    this.aside.show(names, this.parameters);
  }

  async waitForFirstTrace(signal) {
    this.body.replaceChildren(firstTrace());
    let names = [];
    while (names.length === 0) {
      await pause(newTraceInterval, signal);
      names = await this.askServices(signal);
    }
    announce('The first trace has arrived');
    this.showServices(names);
  }

  async showTraces(signal, earlier) {
    this.listing = new Listing(questionOf(this.parameters, Date.now()), this);
    this.body.replaceChildren(this.listing.element);
    if (earlier) {
      this.listing.restore(earlier.listing, signal);
      window.scrollTo(0, earlier.scroll);
    } else {
      await this.listing.start(signal);
    }
  }

  refused(error) {
    if (error.name !== 'AbortError') {
      this.body.replaceChildren(notice(error instanceof Unreachable ? 'No answer' : error.title ?? 'Something went wrong', error.message,
        button('Try again', this.again),
        isNarrowed(this.parameters) && h('a', { class: 'button', href: './' }, 'Without filters')));
    }
  }

  /** Says why nothing matched, and the nearest ways on. */
  empty(answer) {
    const next = wider(this.parameters);
    const narrowed = isNarrowed(this.parameters);
    const reason = !answer.complete && answer.reason ? answer.reason
      : narrowed ? 'No stored span of this time range meets all filters at once; every filter applies to one and the same span.'
        : 'No span started in this time range.';
    const widen = () => change({ range: next.name, from: null, to: null });
    this.body.replaceChildren(notice('No trace matches', reason,
      next && button('Search the ' + next.says, widen),
      narrowed && h('a', { class: 'button', href: './' }, 'Without filters')));
  }

  again = () => this.update({ parameters: this.parameters, returning: false });

  keepPlace() {
    if (this.listing?.pages.length > 0) {
      kept.delete(this.address);
      kept.set(this.address, { listing: this.listing, scroll: window.scrollY });
      if (kept.size > placesKept) {
        kept.delete(kept.keys().next().value);
      }
    }
  }

  keys() {
    const toggleErrors = () => change({ error: this.parameters.get('error') ? null : 'true' });
    return [
      { keys: ['j', 'ArrowDown'], says: 'Next trace', run: () => this.listing?.list.move(1) },
      { keys: ['k', 'ArrowUp'], says: 'Previous trace', run: () => this.listing?.list.move(-1) },
      { keys: ['Enter'], says: 'Open the trace', run: event => onControl(event) ? false : this.listing?.list.move(0) },
      { keys: ['/'], says: 'To the filters', run: () => this.bar.focus() },
      { keys: ['e'], says: 'Errors only', run: toggleErrors },
      { keys: ['r'], says: 'Ask again', run: this.again },
      { keys: ['Escape'], says: null, run: () => document.activeElement?.blur() },
    ];
  }
}
