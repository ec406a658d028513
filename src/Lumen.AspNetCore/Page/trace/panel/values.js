// Attribute values of every kind as text, and lists of attributes in groups. Values are hostile: text only, odd characters shown.
import { button, copyButton, h, icon } from '../../dom.js';
import { equals } from '../../find/conditions.js';
import { count, visible, visibleLines } from '../../format.js';

const longValue = 320;

const groups = [
  ['Exception', /^exception\./], ['HTTP', /^(http|url|user_agent)\./], ['Database', /^db\./], ['Messaging', /^messaging\./],
  ['RPC', /^rpc\./], ['Network', /^(server|client|network|net|peer)\./],
];

/** An OTLP AnyValue as text; arrays and maps as JSON, bytes as base64. */
export function valueText(value) {
  if (value === null || value === undefined) {
    return '';
  }
  if (value.arrayValue || value.kvlistValue) {
    return JSON.stringify(plainValue(value), null, 2);
  }
  return String(plainValue(value));
}

function plainValue(value) {
  if (value.arrayValue) {
    return (value.arrayValue.values ?? []).map(plainValue);
  }
  if (value.kvlistValue) {
    return Object.fromEntries((value.kvlistValue.values ?? []).map(({ key, value: inner }) => [key, plainValue(inner)]));
  }
  if (value.bytesValue !== undefined) {
    return 'base64:' + value.bytesValue;
  }
  return value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? '';
}

/** Attributes in the groups a person looks for, the rest last. */
export function groupedAttributes(attributes, level) {
  const rest = new Set(attributes);
  const blocks = [];
  for (const [label, pattern] of groups) {
    const members = [...rest].filter(each => pattern.test(each.key));
    if (members.length > 0) {
      members.forEach(each => rest.delete(each));
      blocks.push(h('h4', {}, label), attributeList(members, level));
    }
  }
  if (rest.size > 0) {
    blocks.push(blocks.length > 0 && h('h4', {}, 'Other'), attributeList([...rest], level));
  }
  return blocks;
}

/** A list of attributes in the order they came; of a `level` that is searched, with the way to other traces of the same value. */
export function attributeList(attributes, level = null) {
  return h('dl', { class: 'attributes' }, attributes.map(({ key, value }) => h('div', {},
    h('dt', {}, h('bdi', {}, breakable(visible(key)))),
    h('dd', {}, valueElement(valueText(value)), copyButton('Copy the value of ' + visible(key), () => valueText(value)),
      level && isSearched(value) && finder(level, key, valueText(value))))));
}

function isSearched(value) {
  return value && !value.arrayValue && !value.kvlistValue && value.bytesValue === undefined && valueText(value).length <= longValue;
}

function finder(level, key, text) {
  const field = `${level}.${/^[A-Za-z_][\w.-]*$/.test(key) ? key : JSON.stringify(key)}`;
  const label = `Find traces with this value of ${visible(key)}`;
  return h('a', { class: 'icon-button finder', href: `./?${new URLSearchParams({ q: equals(field, text) })}`, title: label, 'aria-label': label },
    icon('search'));
}

/** A dotted key that may be broken after its dots and underscores. */
function breakable(key) {
  return key.split(/(?<=[._])/).flatMap((part, index) => index === 0 ? [part] : [h('wbr'), part]);
}

/** A value as text: an http address as link, a long one folded. */
export function valueElement(text) {
  if (/^https?:\/\/[^\s]+$/.test(text) && text.length <= longValue) {
    return h('a', { href: text, target: '_blank', rel: 'noopener noreferrer' }, visible(text));
  }
  if (text === '') {
    return h('span', { class: 'muted' }, '(empty)');
  }
  return foldedText(text, longValue, text.length > longValue);
}

/** Text that is folded after so many characters, and whole at a click. */
export function foldedText(text, shown, folded, className = 'value') {
  const body = h('span', { class: className, dir: 'auto' }, visibleLines(folded ? text.slice(0, shown) + '…' : text));
  if (!folded) {
    return body;
  }
  const more = button(`All ${count(text.length)} characters`, () => {
    const open = more.getAttribute('aria-expanded') === 'true';
    body.textContent = visibleLines(open ? text.slice(0, shown) + '…' : text);
    more.setAttribute('aria-expanded', String(!open));
    more.textContent = open ? `All ${count(text.length)} characters` : 'Less';
  }, { class: 'button quiet', 'aria-expanded': 'false' });
  return h('span', { class: 'folded-text' }, body, more);
}
