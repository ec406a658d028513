// Search inside a trace: by span name, service or the beginning of a span id, without regard to case. Pure.

/** The rows that match, in order; none for an empty query. */
export function searchRows(trace, query) {
  const words = query.trim().toLowerCase();
  if (words === '') {
    return [];
  }
  const holds = text => text.toLowerCase().includes(words);
  const services = trace.outline.serviceNames.map(holds);
  const names = trace.outline.operationNames.map(holds);
  const rows = [];
  for (let row = 0; row < trace.size; row++) {
    if (services[trace.serviceIndex[row]] || names[trace.nameIndex[row]] || trace.keys[row].startsWith(words)) {
      rows.push(row);
    }
  }
  return rows;
}
