// The answer to one question: the traces found so far, further pages as a person scrolls on, and a line that says when and why it was cut.
import { ask } from '../api.js';
import { button, copyButton, h, whileLoading } from '../dom.js';
import { counted } from '../format.js';
import { learn } from '../palette.js';
import { results } from './results.js';

const pageSize = 30;
const room = '600px';

/** Shows what a question finds. `host` hears `empty(answer)`, `refused(error)` before anything is shown, and `again()`. */
export class Listing {
  constructor(question, host) {
    this.question = question;
    this.host = host;
    this.askedAt = Date.now();
    this.pages = [];
    this.cursor = null;
    this.list = results();
    this.count = h('h1', { class: 'count' }, '');
    this.more = button('More traces', () => this.next(), { hidden: true });
    this.tail = h('p', { class: 'tail', role: 'status' });
    this.element = h('div', {}, h('div', { class: 'found-head' }, this.count,
      button('Refresh', host.again, { class: 'button quiet', title: 'Ask again (r)' }),
      copyButton('Copy a link to these traces, its times fixed', () => this.link())),
    this.list.element, h('p', { class: 'more' }, this.more), this.tail);
    this.observer = new IntersectionObserver(
      entries => entries.some(entry => entry.isIntersecting) && !this.more.hidden && this.next(), { rootMargin: room });
  }

  /** Asks for the first page. */
  async start(signal) {
    this.signal = signal;
    await this.next();
  }

  /** Shows again what an earlier listing of the same address had, without asking. */
  restore(earlier, signal) {
    Object.assign(this, { signal, question: earlier.question, askedAt: earlier.askedAt, pages: earlier.pages, cursor: earlier.cursor });
    this.pages.forEach(page => this.list.add(page.traces));
    this.showTail();
  }

  async next() {
    if (this.isAsking) {
      return;
    }
    this.isAsking = true;
    try {
      const question = { ...this.question, limit: pageSize, explain: 'true', cursor: this.cursor };
      const answer = await whileLoading(this.tail, ask('api/traces', question, this.signal));
      answer.traces.forEach(trace => learn(trace.services.map(each => each.service)));
      this.pages.push(answer);
      this.cursor = answer.next;
      this.list.add(answer.traces);
      this.showTail();
    } catch (error) {
      this.showRefusal(error);
    } finally {
      this.isAsking = false;
    }
  }

  /** What is shown already stays; the button below it asks again. */
  showRefusal(error) {
    if (this.pages.length === 0) {
      this.host.refused(error);
    } else if (error.name !== 'AbortError') {
      this.tail.textContent = error.message;
    }
  }

  showTail() {
    const last = this.pages.at(-1);
    if (this.list.size === 0 && this.cursor === null) {
      this.host.empty(last);
      return;
    }
    this.more.hidden = this.cursor === null;
    this.count.textContent = counted(this.list.size, 'trace') + (this.cursor === null ? '' : ' so far');
    this.tail.textContent = !last.complete ? `The answer is not complete. ${last.reason ?? ''}`
      : this.cursor === null ? 'These are all that match.' : '';
    // Looked at anew after each page: when it was short, the button may still be in sight, which is no change to an observer.
    this.observer.disconnect();
    this.observer.observe(this.more);
  }

  /** The address with the times of this answer in it, so that whoever opens it later sees the same traces. */
  link() {
    const address = new URL(window.location.href);
    address.searchParams.delete('range');
    if (!address.searchParams.has('from')) {
      address.searchParams.set('from', new Date(Number(this.question.from)).toISOString());
    }
    if (!address.searchParams.has('to')) {
      address.searchParams.set('to', new Date(this.askedAt).toISOString());
    }
    return address.href;
  }
}
