// Drawing the rows of the waterfall: guides of the tree, bars with own and covered time, gaps, events and figures.
import { duration } from '../../format.js';
import { slotOf } from '../../palette.js';

const coveredOpacity = 0.34;
const leastBar = 2;

/**
 * Everything a drawing needs: `trace`, `rows`, `scale`, `ink`, `layout` (see waterfall.js), `first` and `last` position,
 * `top` (the scroll position of the canvas's upper edge), `height`, and `faded(row)`, which says what to set back.
 */
export function drawBars(context, view) {
  drawGrid(context, view);
  for (let position = view.first; position <= view.last; position++) {
    const row = view.rows.at(position);
    const y = position * view.layout.rowHeight - view.top;
    drawGuides(context, view, row, position, y);
    context.globalAlpha = view.faded(row) ? 0.25 : 1;
    drawBar(context, view, row, y + view.layout.barTop);
    context.globalAlpha = 1;
  }
}

function drawGrid(context, { scale, ink, height, trace }) {
  context.fillStyle = ink.line;
  for (const { time } of scale.ticks()) {
    context.fillRect(Math.round(scale.x(time)), 0, 1, height);
  }
  for (const [start, end] of trace.traceGaps) {
    const x = Math.max(scale.x(start), scale.left);
    const width = Math.min(scale.x(end), scale.left + scale.width) - x;
    if (width > 0) {
      context.globalAlpha = 0.5;
      context.fillRect(x, 0, width, height);
      context.globalAlpha = 1;
      context.fillStyle = ink.hatch;
      context.fillRect(x, 0, width, height);
      context.fillStyle = ink.line;
    }
  }
}

function drawGuides(context, { trace, rows, layout, ink }, row, position, y) {
  const depth = trace.depth[row];
  if (depth === 0 || depth > layout.levels) {
    return;
  }
  const middle = Math.round(y + layout.labelMiddle);
  const bottom = Math.round(y + layout.rowHeight);
  const left = level => Math.round(layout.indent(level - 1) + 8);
  context.fillStyle = ink.line;
  context.fillRect(left(depth), Math.round(y), 1, (rows.followed[position] ? bottom : middle) - Math.round(y));
  context.fillRect(left(depth), middle, layout.step - 8, 1);
  for (let above = trace.parent[row], level = depth - 1; level > 0; above = trace.parent[above], level--) {
    if (rows.followed[rows.positionOf(above)]) {
      context.fillRect(left(level), Math.round(y), 1, bottom - Math.round(y));
    }
  }
}

function drawBar(context, view, row, y) {
  const { trace, scale, ink, layout } = view;
  const [from, to] = extent(view, row);
  if (to < scale.left || from > scale.left + scale.width) {
    return;
  }
  const x = Math.max(from, scale.left);
  const width = Math.min(to, scale.left + scale.width) - x;
  const opacity = context.globalAlpha;
  context.fillStyle = ink.service[slotOf(trace.service(row))];
  if (trace.hasChildren(row) && trace.durations[row] > 0) {
    context.globalAlpha = opacity * coveredOpacity;
    context.fillRect(x, y, width, layout.barHeight);
    drawOwn(context, view, trace.ownParts(row), x, width, y, opacity);
    context.globalAlpha = opacity;
    drawGaps(context, view, row, y);
  } else {
    context.fillRect(x, y, width, layout.barHeight);
  }
  if (trace.failed(row)) {
    context.strokeStyle = ink.error;
    context.lineWidth = 2;
    context.strokeRect(from - 2, y - 2, to - from + 4, layout.barHeight + 4);
  }
  drawEvents(context, view, row, y);
}

/** Where a span's bar begins and ends; one too short to see gets the least width. */
function extent({ trace, scale }, row) {
  const from = scale.x(trace.starts[row]);
  return [from, Math.max(scale.x(trace.end(row)), from + leastBar)];
}

/** Own time, pixel by pixel: a column that is half own and half covered is drawn half strong, however many children there are. */
function drawOwn(context, { scale, layout }, parts, left, width, y, opacity) {
  const columns = new Float32Array(Math.ceil(width) + 1);
  for (let index = firstPart(parts, scale.from); index < parts.length && parts[index] < scale.to; index += 2) {
    const from = Math.max(scale.x(parts[index]) - left, 0);
    const to = Math.min(scale.x(parts[index + 1]) - left, width);
    const last = Math.min(Math.floor(to), columns.length - 1);
    for (let column = Math.floor(from); column <= last; column++) {
      columns[column] += Math.max(Math.min(to, column + 1) - Math.max(from, column), 0);
    }
  }
  for (let column = 0; column < columns.length;) {
    const level = Math.round(Math.min(columns[column], 1) * 8);
    const start = column;
    while (column < columns.length && Math.round(Math.min(columns[column], 1) * 8) === level) {
      column++;
    }
    if (level > 0) {
      context.globalAlpha = opacity * level / 8;
      context.fillRect(left + start, y, Math.min(column, width) - start, layout.barHeight);
    }
  }
}

/** The index of the first part that ends after a time, by bisection: parts come in order and there may be many. */
function firstPart(parts, time) {
  let low = 0;
  let high = parts.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle * 2 + 1] < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low * 2;
}

function drawGaps(context, { trace, scale, ink, layout }, row, y) {
  context.fillStyle = ink.hatch;
  for (const gap of trace.gaps.get(row) ?? []) {
    const x = Math.max(scale.x(gap.start), scale.left);
    const width = Math.min(scale.x(gap.end), scale.left + scale.width) - x;
    if (width >= 4) {
      context.fillRect(x, y, width, layout.barHeight);
    }
  }
}

function drawEvents(context, { trace, scale, ink, layout }, row, y) {
  let last = -Infinity;
  context.fillStyle = ink.ink;
  for (const event of trace.events[row]) {
    const x = Math.round(scale.x(Number(event)));
    if (x >= scale.left && x <= scale.left + scale.width && x > last + 1) {
      context.fillRect(x - 1, y - 3, 2, layout.barHeight / 2 + 2);
      last = x;
    }
  }
}

/** The figure beside each bar, and the label of the bottleneck; over everything else, on a halo of the ground. */
export function drawFigures(context, view) {
  const { trace, rows, scale, ink, layout } = view;
  context.font = `${layout.narrow ? 11 : 11.5}px ${ink.font}`;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  for (let position = view.first; position <= view.last; position++) {
    const row = rows.at(position);
    const [from, to] = extent(view, row);
    if (to < scale.left || from > scale.left + scale.width || view.faded(row)) {
      continue;
    }
    const y = position * layout.rowHeight - view.top + layout.barTop + layout.barHeight / 2 + 0.5;
    drawFigure(context, view, row, Math.max(from, scale.left), Math.min(to, scale.left + scale.width), y);
  }
}

function drawFigure(context, { trace, scale, ink }, row, from, to, y) {
  const text = duration(trace.durations[row]);
  const isBottleneck = row === trace.bottleneck;
  const label = 'bottleneck';
  const figure = context.measureText(text).width;
  const pill = isBottleneck ? context.measureText(label).width + 12 : 0;
  const whole = figure + (pill > 0 ? pill + 6 : 0);
  const after = trace.failed(row) ? to + 8 : to + 6;
  let x = after;
  if (after + whole > scale.left + scale.width) {
    x = from - 8 - whole >= scale.left ? from - 8 - whole : to - 14 - whole;
  }
  context.strokeStyle = ink.ground;
  context.lineWidth = 4;
  context.strokeText(text, x, y);
  context.fillStyle = isBottleneck ? ink.ink : ink.muted;
  if (x < to && x + figure > from) {
    context.fillStyle = ink.ink;
  }
  context.fillText(text, x, y);
  if (isBottleneck) {
    context.fillStyle = ink.accent;
    context.beginPath();
    context.roundRect(x + figure + 6, y - 8.5, pill, 16, 4);
    context.fill();
    context.fillStyle = ink['on-accent'];
    context.fillText(label, x + figure + 12, y);
  }
}
