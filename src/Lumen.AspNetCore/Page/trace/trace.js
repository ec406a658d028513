// One trace: asks for its outline and joins sentence, waterfall and panel. What is chosen is in the address.
import { ask, askPatiently } from '../api.js';
import { button, h, notice, whileLoading } from '../dom.js';
import { bindView } from '../keys.js';
import { learn, separate } from '../palette.js';
import { heading } from './heading.js';
import { Trace } from './model.js';
import { Explorer } from './explorer.js';

/** Colours are given to all services at once, so that they are the same on every view. Without an answer the hash alone decides. */
async function learnServices(signal) {
  try {
    learn((await ask('api/services', {}, signal)).services);
  } catch {
    // The question for the trace itself says what is wrong.
  }
}

/** Opens the view of a trace in a host. */
export function openTrace(host, route) {
  document.title = 'Trace · Lumen';
  const questions = new AbortController();
  let explorer = null;
  load(route);

  /** A trace may still be growing: asked again, it is shown with whatever was chosen in it. */
  async function load(asked) {
    explorer?.stop();
    explorer = null;
    bindView([]);
    const lost = h('p', { class: 'lost', role: 'status', hidden: true });
    host.replaceChildren(lost);
    try {
      const question = askPatiently(`api/traces/${encodeURIComponent(asked.id)}/outline`, {}, questions.signal, error => {
        lost.textContent = error.message;
        lost.hidden = false;
      });
      const [outline] = await whileLoading(host, Promise.all([question, learnServices(questions.signal)]), 'Loading the trace');
      separate(outline.serviceNames);
      const trace = new Trace(outline);
      explorer = new Explorer(trace, asked.parameters);
      host.replaceChildren(heading(trace, rows => explorer.visitNext(rows)), explorer.element);
      const again = () => load({ ...asked, parameters: new URLSearchParams(window.location.search) });
      bindView([...explorer.keys(), { keys: ['r'], says: 'Ask again', run: again }]);
      explorer.start();
    } catch (error) {
      if (error.name !== 'AbortError') {
        refuse(error, asked);
      }
    }
  }

  function refuse(error, asked) {
    host.replaceChildren(notice(error.title ?? 'This trace cannot be shown', error.message,
      button('Try again', () => load(asked)),
      h('a', { class: 'button', href: './' }, 'All traces')));
    if (!error.title) {
      throw error;
    }
  }

  return {
    update: changed => explorer?.show(changed.parameters),
    unmount() {
      questions.abort();
      explorer?.stop();
      separate([]);
    },
  };
}
