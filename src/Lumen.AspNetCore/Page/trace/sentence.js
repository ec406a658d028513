// The answer in one sentence: where did this request lose its time? Pure; the result is a list of parts to be shown as text.
import { counted, duration, percent, shares, spanName, visible } from '../format.js';

/**
 * The parts of the sentence: plain strings, `{ strong }` for a figure, `{ service }` for a service's name and `{ name }` for a span's.
 * "POST /checkout took 630 ms; 412 ms of it, 65.4 %, in inventory: 37 queries one after the other (SELECT stock)."
 */
export function sentence(trace) {
  const root = trace.primaryRoot;
  if (root < 0) {
    return ['This trace has no span to explain.'];
  }
  const took = { strong: duration(trace.durations[root]) };
  const opening = [{ name: spanName(trace.name(root)) }, trace.failed(root) ? ' failed after ' : ' took ', took];
  return [...opening, ...largestPart(trace, root), '.', ...failures(trace)];
}

function largestPart(trace, root) {
  const services = trace.outline.services;
  const operations = trace.outline.operations;
  const leading = indexOfMost(services);
  if (leading < 0 || trace.durations[root] === 0) {
    return [];
  }
  const service = services[leading];
  const tenths = shares(services.map(each => each.criticalNanos))[leading];
  const within = operations.filter(each => each.service === service.service);
  const operation = within[indexOfMost(within)];
  const opening = services.filter(each => each.criticalNanos !== '0').length === 1
    ? ['; all of it in ', { service: service.service }]
    : ['; ', { strong: duration(service.criticalNanos) }, ' of it, ', { strong: percent(tenths) }, ', in ', { service: service.service }];
  return operation ? [...opening, ': ', ...described(trace, service, operation)] : opening;
}

function described(trace, service, operation) {
  const rows = rowsOnPath(trace, operation);
  const name = { name: spanName(operation.name) };
  const part = BigInt(operation.criticalNanos) * 100n >= BigInt(service.criticalNanos) * 95n ? []
    : [', ', duration(operation.criticalNanos)];
  if (rows.length > 1) {
    return [counted(rows.length, ...callWord(trace, rows[0], operation.name)), ' one after the other (', name, ...part, ')'];
  }
  return [name, trace.hasChildren(rows[0]) ? ' itself' : '', ...part];
}

function callWord(trace, row, name) {
  if (/^(select|insert|update|delete|merge|query|find)\b/i.test(name)) {
    return ['query', 'queries'];
  }
  return [3, 2].includes(trace.kind[row]) ? ['call'] : ['span'];
}

function rowsOnPath(trace, operation) {
  const rows = new Set();
  for (const { row } of trace.path) {
    if (trace.name(row) === operation.name && trace.service(row) === operation.service) {
      rows.add(row);
    }
  }
  return [...rows];
}

function indexOfMost(groups) {
  return groups.reduce((best, each, index) =>
    each.criticalNanos !== '0' && (best < 0 || BigInt(each.criticalNanos) > BigInt(groups[best].criticalNanos)) ? index : best, -1);
}

/** Names the failed span farthest down the call tree: that is where an error came from, the ones above only report it. */
function failures(trace) {
  const failed = [];
  for (let row = 0; row < trace.size; row++) {
    if (trace.failed(row)) {
      failed.push(row);
    }
  }
  if (failed.length === 0) {
    return [];
  }
  const passedOn = new Set(failed.map(row => trace.parent[row]));
  const origins = failed.filter(row => !passedOn.has(row));
  const first = origins.reduce((best, row) => trace.end(row) < trace.end(best) ? row : best);
  return [' ', { failed: counted(failed.length, 'span') + ' failed' }, failed.length > 1 ? ', first ' : ': ',
    { name: spanName(trace.name(first)) }, ' in ', { service: trace.service(first) }, '.'];
}

/** The sentence as plain text, for the title of the document and for copying. */
export function plain(parts) {
  return parts.map(part => typeof part === 'string' ? part : part.strong ?? part.name ?? part.failed ?? visible(part.service)).join('');
}
