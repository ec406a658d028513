// The critical path as one line: along each section that decides, and straight up or down to the next, so that a finger can
// follow it from the end of the request to its start.

const leastSection = 1.5;

/**
 * The line of one path in positions and pixels: `[{ position, from, to }]`, from left to right without holes. Sections of a
 * folded span run along the span that hides it. Sections too short to see are taken together until they can be seen, and
 * drawn where the longest of them is; what is left over before a long section goes to the one before it.
 */
export function lineOf(path, positionOf, scale) {
  const right = scale.left + scale.width;
  const line = [];
  let short = null;
  for (const section of path.sections) {
    const from = Math.max(scale.x(section.start), scale.left);
    const to = Math.min(scale.x(section.end), right);
    if (to <= scale.left || from >= right) {
      continue;
    }
    const part = { position: positionOf(section.row), from, to };
    if (to - from >= leastSection) {
      append(line, short, part);
      short = null;
    } else {
      short = together(short, part);
      if (short.to - short.from >= leastSection) {
        append(line, null, short);
        short = null;
      }
    }
  }
  append(line, short, null);
  return withEnds(line, path, positionOf, scale);
}

/** However short they are, the line begins and ends where the path does: at the root, unless that lies outside the window. */
function withEnds(line, path, positionOf, scale) {
  const first = path.sections[0];
  const last = path.sections.at(-1);
  if (line.length > 0 && scale.x(first.start) >= scale.left && line[0].position !== positionOf(first.row)) {
    line.unshift({ position: positionOf(first.row), from: line[0].from, to: line[0].from });
  }
  if (line.length > 0 && scale.x(last.end) <= scale.left + scale.width && line.at(-1).position !== positionOf(last.row)) {
    line.push({ position: positionOf(last.row), from: line.at(-1).to, to: line.at(-1).to });
  }
  return line;
}

function together(short, part) {
  const length = part.to - part.from;
  if (short === null) {
    return { ...part, longest: length };
  }
  return length > short.longest ? { ...part, from: short.from, longest: length } : { ...short, to: part.to };
}

function append(line, short, part) {
  if (short !== null) {
    if (line.length > 0) {
      line.at(-1).to = short.to;
    } else {
      line.push(short);
    }
  }
  if (part !== null && line.at(-1)?.position === part.position) {
    line.at(-1).to = part.to;
  } else if (part !== null) {
    line.push(part);
  }
}

/** Draws a line: a halo of the ground, then the ink; a ring where the request starts and a dot where it ends. */
export function drawLine(context, line, { ink, layout, scale, top, height }, strong) {
  if (line.length === 0) {
    return;
  }
  const y = position => Math.min(Math.max(position * layout.rowHeight + layout.barTop + layout.barHeight / 2 - top, -60), height + 60);
  context.beginPath();
  line.forEach((part, index) => {
    context[index === 0 ? 'moveTo' : 'lineTo'](part.from, y(part.position));
    context.lineTo(part.to, y(part.position));
  });
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = ink.ground;
  context.lineWidth = strong ? 3.2 : 2.4;
  context.stroke();
  context.strokeStyle = ink.ink;
  context.lineWidth = strong ? 2 : 1;
  context.stroke();
  if (strong) {
    drawEnd(context, line[0].from, y(line[0].position), scale, ink, ink.ground);
    drawEnd(context, line.at(-1).to, y(line.at(-1).position), scale, ink, ink.ink);
  }
}

function drawEnd(context, x, y, scale, ink, fill) {
  context.beginPath();
  context.arc(Math.min(Math.max(x, scale.left + 4), scale.left + scale.width - 4), y, 3.5, 0, Math.PI * 2);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = ink.ink;
  context.stroke();
}
