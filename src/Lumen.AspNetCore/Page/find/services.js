// The services beside the traces, and under the chosen one its operations.
import { ask } from '../api.js';
import { h } from '../dom.js';
import { kinds, spanName, visible } from '../format.js';
import { swatch } from '../palette.js';

const operationsShown = 40;

/** Makes the list. `show(names, parameters)` draws it for an address. */
export function services() {
  const list = h('ul');
  const element = h('nav', { class: 'services', 'aria-label': 'Services' }, h('h2', {}, 'Services'), list);
  let asked = null;

  async function addOperations(item, service, chosen) {
    const question = asked = {};
    try {
      const { operations, complete } = await ask('api/operations', { service });
      if (question === asked) {
        item.append(operationList(operations, complete, service, chosen));
      }
    } catch {
      // The traces beside say what is wrong.
    }
  }

  return {
    element,
    show(names, parameters) {
      const chosen = parameters.get('service');
      asked = null;
      list.replaceChildren(h('li', {}, link('All services', { service: null, operation: null }, !chosen)), ...names.map(name => {
        const item = h('li', {}, link([swatch(name), h('bdi', {}, visible(name))], { service: name, operation: null }, name === chosen));
        if (name === chosen) {
          addOperations(item, name, parameters.get('operation'));
        }
        return item;
      }));
    },
  };
}

function operationList(operations, complete, service, chosen) {
  const names = new Map(operations.map(each => [each.name, each.kind]));
  const shown = [...names].slice(0, operationsShown);
  return h('ul', {},
    shown.map(([name, kind]) => h('li', {},
      link([h('bdi', {}, spanName(name)), h('span', { class: 'kind' }, kindWord(kind))], { service, operation: name }, name === chosen))),
    names.size > shown.length && h('li', { class: 'muted' }, `and ${complete ? names.size - shown.length : 'many'} more: type in the filter`));
}

function kindWord(kind) {
  const word = String(kind).toLowerCase();
  return kinds.includes(word) && word !== 'unspecified' ? word : '';
}

/** A link to the current filters with some of them changed, so that it can be opened in a new tab too. */
function link(content, changes, here) {
  const query = new URLSearchParams(window.location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) {
      query.delete(name);
    } else {
      query.set(name, value);
    }
  }
  return h('a', { href: query.size > 0 ? './?' + query : './', 'aria-current': here ? 'true' : null }, content);
}
