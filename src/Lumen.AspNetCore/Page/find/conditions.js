// Conditions on attributes, in the query language, as chips: each can be taken away, all of them hold on one and the same span.
import { ask } from '../api.js';
import { h, iconButton } from '../dom.js';
import { change } from '../router.js';

const plainWord = /^[A-Za-z_/][\w./:-]*$|^-?\d+(\.\d+)?$/;
const comparison = /^\s*(.+?)\s*(!=|\^=|=)\s*/;

/** The conditions of an address, each as a person wrote it. */
export function conditionsOf(parameters) {
  return parameters.getAll('q').filter(text => text.trim());
}

/** All conditions as the one text that the API takes, or null where there is none. */
export function queryOf(parameters) {
  const all = conditionsOf(parameters);
  return all.length > 1 ? all.map(text => `(${text})`).join(' and ') : all[0] ?? null;
}

/** A condition that an attribute has a value, as it is written. */
export function equals(field, value) {
  const words = /^(and|or|not|in|exists|absent|nil)$/i.test(value);
  return `${field} = ${plainWord.test(value) && !words ? value : JSON.stringify(value)}`;
}

/** Builds the field. `show(parameters)` puts the conditions of an address into it. */
export function conditions() {
  const words = h('datalist', { id: 'condition-words' });
  const taken = h('span', { class: 'taken' });
  const input = h('input', {
    type: 'text', name: 'condition', list: 'condition-words', placeholder: 'http.response.status_code >= 500', autocomplete: 'off',
    spellcheck: 'false', 'aria-label': 'Condition', title: 'A condition on a span, such as http.route = "/orders" or db.system.name exists',
    on: { focus: () => complete(), input: () => complete(), change: add },
  });
  let shown = [];
  let service = null;
  let fields = null;
  let completed = null;

  function add() {
    const text = input.value.trim();
    input.value = '';
    if (text && !shown.includes(text)) {
      change({ q: [...shown, text] });
    }
  }

  /** Offers the attributes of the service, and behind a comparison their frequent values. */
  async function complete() {
    const written = comparison.exec(input.value);
    const question = `${service ?? ''}\n${written ? written[0] : ''}`;
    if (completed === question) {
      return;
    }
    completed = question;
    try {
      fields ??= (await ask('api/attributes', { service })).attributes;
      const field = written && fields.find(each => each.field === written[1]);
      const offers = field ? await valuesOf(field, written[2]) : fields.map(each => each.field);
      if (completed === question) {
        words.replaceChildren(...offers.map(value => h('option', { value })));
      }
    } catch {
      // Completion is a help only; the search itself says what is wrong.
    }
  }

  async function valuesOf({ key, level, field }, operator) {
    const answer = await ask(`api/attributes/${encodeURIComponent(key)}/values`, { level, service });
    return answer.values.map(({ value }) => equals(field, value).replace(' = ', ` ${operator} `));
  }

  return {
    element: h('div', { class: 'field field-conditions' }, h('span', {}, 'Conditions'), h('div', { class: 'conditions' }, taken, input, words)),
    show(parameters) {
      if (service !== parameters.get('service')) {
        [service, fields, completed] = [parameters.get('service'), null, null];
      }
      shown = conditionsOf(parameters);
      taken.replaceChildren(...shown.map(text => h('span', { class: 'condition' }, h('bdi', {}, text),
        iconButton('close', `Without ${text}`, () => change({ q: shown.filter(other => other !== text) })))));
    },
  };
}
