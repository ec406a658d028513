// Which spans are on the screen, in order: folding, and the critical path alone.

/** The visible rows of a trace. A position is an index into them; `version` changes whenever they do. */
export class Rows {
  constructor(trace) {
    this.trace = trace;
    this.folded = new Set();
    this.pathOnly = false;
    this.version = 0;
    this.onPath = rowsOnPaths(trace);
    this.positions = new Int32Array(trace.size);
    this.rebuild();
  }

  get count() {
    return this.visible.length;
  }

  /** The trace's row at a position. */
  at(position) {
    return this.visible[position];
  }

  /** The position of a row, or of its nearest ancestor that is visible. */
  positionOf(row) {
    return this.positions[row];
  }

  isVisible(row) {
    return this.visible[this.positions[row]] === row;
  }

  /** Whether the row has children that a person could unfold here. */
  hasChildren(row) {
    if (!this.pathOnly) {
      return this.trace.hasChildren(row);
    }
    for (const child of this.trace.children(row)) {
      if (this.onPath[child]) {
        return true;
      }
    }
    return false;
  }

  fold(row, folded) {
    this.folded[folded ? 'add' : 'delete'](row);
    this.rebuild();
  }

  foldAll(folded) {
    this.folded.clear();
    for (let row = 0; folded && row < this.trace.size; row++) {
      if (this.trace.hasChildren(row)) {
        this.folded.add(row);
      }
    }
    this.rebuild();
  }

  showPathOnly(pathOnly) {
    this.pathOnly = pathOnly;
    this.rebuild();
  }

  /** Unfolds whatever hides a row. Returns false when the row cannot be shown without leaving the critical path. */
  reveal(row) {
    if (this.pathOnly && !this.onPath[row]) {
      return false;
    }
    let changed = false;
    for (let above = this.trace.parent[row]; above >= 0; above = this.trace.parent[above]) {
      changed = this.folded.delete(above) || changed;
    }
    if (changed) {
      this.rebuild();
    }
    return true;
  }

  rebuild() {
    const { trace, positions } = this;
    const visible = new Int32Array(trace.size);
    let count = 0;
    for (let row = 0; row < trace.size;) {
      const hidden = this.pathOnly && !this.onPath[row];
      if (!hidden) {
        visible[count++] = row;
      }
      const position = hidden && trace.parent[row] >= 0 ? positions[trace.parent[row]] : Math.max(count - 1, 0);
      const next = hidden || this.folded.has(row) ? row + trace.subtree[row] : row + 1;
      positions.fill(position, row, next);
      row = next;
    }
    this.visible = visible.slice(0, count);
    this.followed = siblingsBelow(this.visible, trace);
    this.version++;
  }
}

/** For each position, whether a sibling comes below it: there the guide of the tree goes on. */
function siblingsBelow(visible, trace) {
  const followed = new Uint8Array(visible.length);
  const seen = new Map();
  for (let position = visible.length - 1; position >= 0; position--) {
    const row = visible[position];
    followed[position] = seen.get(trace.depth[row]) === trace.parent[row] ? 1 : 0;
    seen.set(trace.depth[row], trace.parent[row]);
  }
  return followed;
}

function rowsOnPaths(trace) {
  const onPath = new Uint8Array(trace.size);
  for (let row = 0; row < trace.size; row++) {
    for (let above = row; trace.critical[row] > 0 && above >= 0 && !onPath[above]; above = trace.parent[above]) {
      onPath[above] = 1;
    }
  }
  return onPath;
}
