// A trace's outline as arrays: one row a span, in forest order (depth first). Times are nanoseconds after the trace's start.

/** Reads the answer of api/traces/{id}/outline. */
export class Trace {
  constructor(outline) {
    const columns = outline.columns;
    this.outline = outline;
    this.traceId = outline.traceId;
    this.start = BigInt(outline.startUnixNano);
    this.length = Number(outline.durationNanos);
    this.size = columns.id.length;
    this.keys = columns.id;
    this.parent = Int32Array.from(columns.parent);
    this.depth = Int32Array.from(columns.depth);
    this.starts = Float64Array.from(columns.start, Number);
    this.durations = Float64Array.from(columns.duration, Number);
    this.own = Float64Array.from(columns.self, Number);
    this.critical = Float64Array.from(columns.critical, Number);
    this.kind = columns.kind;
    this.status = columns.status;
    this.flags = columns.flags;
    this.events = columns.events;
    this.blocking = columns.blocking;
    this.serviceIndex = columns.service;
    this.nameIndex = columns.name;
    this.subtree = subtreeSizes(this.parent);
    this.primaryRoot = this.rowOf(outline.primaryRoot);
    this.bottleneck = this.rowOf(outline.bottleneck);
    this.paths = readPaths(this, columns.sections);
    this.path = this.paths.find(path => path.root === this.primaryRoot)?.sections ?? [];
    this.gaps = groupGaps(outline.gaps, this);
    this.traceGaps = outline.traceGaps.map(gap => [this.relative(gap.startUnixNano), this.relative(gap.endUnixNano)]);
    this.coverages = new Map();
  }

  /** The row of a span key, or -1. */
  rowOf(key) {
    if (!this.rows) {
      this.rows = new Map(this.keys.map((each, row) => [each, row]));
    }
    return this.rows.get(key) ?? -1;
  }

  relative(unixNano) {
    return Number(BigInt(unixNano) - this.start);
  }

  service(row) {
    return this.outline.serviceNames[this.serviceIndex[row]];
  }

  name(row) {
    return this.outline.operationNames[this.nameIndex[row]];
  }

  end(row) {
    return this.starts[row] + this.durations[row];
  }

  failed(row) {
    return this.status[row] === 2;
  }

  flagNames(row) {
    return this.flags[row].map(index => this.outline.flagNames[index]);
  }

  hasChildren(row) {
    return this.subtree[row] > 1;
  }

  /** The rows of the direct children, in order. */
  * children(row) {
    const end = row + this.subtree[row];
    for (let child = row + 1; child < end; child += this.subtree[child]) {
      yield child;
    }
  }

  /** Whether a child starts before its parent or after its parent's end: a sign of two clocks. */
  outsideParent(row) {
    const parent = this.parent[row];
    return parent >= 0 && (this.starts[row] < this.starts[parent] || (this.blocking[row] && this.starts[row] > this.end(parent)));
  }

  /**
   * The parts of a span that no blocking child covers, as [start, end, start, end, ...]. Their sum is the span's own time.
   * Worked out when first asked for: most spans of a large trace are never on the screen.
   */
  ownParts(row) {
    let parts = this.coverages.get(row);
    if (!parts) {
      parts = uncovered(this, row);
      this.coverages.set(row, parts);
    }
    return parts;
  }
}

function uncovered(trace, row) {
  const end = trace.end(row);
  const parts = [];
  let cursor = trace.starts[row];
  const blocking = [...trace.children(row)].filter(child => trace.blocking[child]).sort((a, b) => trace.starts[a] - trace.starts[b]);
  for (const child of blocking) {
    const from = Math.min(trace.starts[child], end);
    if (from > cursor) {
      parts.push(cursor, from);
    }
    cursor = Math.max(cursor, Math.min(trace.end(child), end));
  }
  if (end > cursor) {
    parts.push(cursor, end);
  }
  return parts;
}

/** Rows are depth first, so each subtree is a run of rows; walking backwards adds every child to its parent. */
function subtreeSizes(parent) {
  const sizes = new Int32Array(parent.length).fill(1);
  for (let row = parent.length - 1; row >= 0; row--) {
    if (parent[row] >= 0) {
      sizes[parent[row]] += sizes[row];
    }
  }
  return sizes;
}

/** The critical path of every root, as sections `{ row, start, end }` in ascending time, from the sections of its spans. */
function readPaths(trace, sections) {
  const paths = [];
  for (let root = 0; root < trace.size; root += trace.subtree[root]) {
    const path = { root, sections: [] };
    for (let row = root; row < root + trace.subtree[root]; row++) {
      for (let index = 0; index < sections[row].length; index += 2) {
        path.sections.push({ row, start: Number(sections[row][index]), end: Number(sections[row][index + 1]) });
      }
    }
    path.sections.sort((a, b) => a.start - b.start);
    paths.push(path);
  }
  return paths;
}

function groupGaps(gaps, trace) {
  const byRow = new Map();
  for (const gap of gaps) {
    const row = trace.rowOf(gap.spanId);
    const list = byRow.get(row) ?? [];
    list.push({ ...gap, start: trace.relative(gap.startUnixNano), end: trace.relative(gap.endUnixNano) });
    byRow.set(row, list);
  }
  return byRow;
}
