// Figures, times and names as people read them. Pure functions; 64-bit numbers come in as decimal strings, BigInt or Number.

const narrowSpace = '\u202f';
const units = [
  ['ns', 1], ['µs', 1e3], ['ms', 1e6], ['s', 1e9], ['min', 60e9], ['h', 3600e9], ['d', 86400e9],
];

/** A duration with three significant digits and a fitting unit, as in "630 ms" or "1.53 s". */
export function duration(nanos) {
  const value = Number(nanos);
  const size = Math.abs(value);
  let index = 0;
  while (index < units.length - 1 && threeDigits(size / units[index][1]) * units[index][1] >= units[index + 1][1]) {
    index++;
  }
  const [unit, length] = units[index];
  const scaled = value / length;
  const digits = index === 0 || Math.abs(scaled) >= 1000 ? Math.round(scaled).toString() : scaled.toPrecision(3);
  return digits + narrowSpace + unit;
}

function threeDigits(value) {
  return value >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}

/** A duration to the nanosecond, as in "630.412381 ms". */
export function exactDuration(nanos) {
  const value = BigInt(nanos);
  const size = value < 0n ? -value : value;
  const [unit, length, places] = size < 1000n ? ['ns', 1n, 0] : size < 1000000n ? ['µs', 1000n, 3]
    : size < 1000000000n ? ['ms', 1000000n, 6] : ['s', 1000000000n, 9];
  const fraction = places === 0 ? '' : (size % length).toString().padStart(places, '0').replace(/0+$/, '');
  return (value < 0n ? '−' : '') + count(size / length) + (fraction ? '.' + fraction : '') + narrowSpace + unit;
}

/** An offset in a trace, signed: "+12.4 ms". */
export function offset(nanos) {
  const value = Number(nanos);
  return (value < 0 ? '−' : '+') + duration(Math.abs(value));
}

/** A whole number with thousands set apart: "12,345". */
export function count(value) {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 span", "12,345 spans". */
export function counted(value, singular, plural = singular + 's') {
  return count(value) + ' ' + (value === 1 ? singular : plural);
}

/**
 * The share of each value in their sum, in tenths of a percent, by largest remainder: the shares sum to exactly 1,000
 * (or are all 0 when the sum is 0). Ties go to the earlier value.
 */
export function shares(values) {
  const parts = values.map(value => BigInt(value));
  const total = parts.reduce((sum, part) => sum + part, 0n);
  if (total <= 0n) {
    return parts.map(() => 0);
  }
  const floors = parts.map(part => Number(part * 1000n / total));
  const missing = 1000 - floors.reduce((sum, part) => sum + part, 0);
  parts.map((part, index) => ({ index, rest: part * 1000n % total }))
    .sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : a.index - b.index))
    .slice(0, missing)
    .forEach(({ index }) => floors[index]++);
  return floors;
}

/** Tenths of a percent as text: 654 is "65.4 %". */
export function percent(tenths) {
  return (tenths / 10).toFixed(1) + narrowSpace + '%';
}

/** Whether times are shown in UTC; a choice of the person, kept in the browser. */
export const clock = {
  get utc() {
    return stored('lumen-clock') === 'utc';
  },
  set utc(value) {
    store('lumen-clock', value ? 'utc' : 'local');
  },
  get zone() {
    return this.utc ? 'UTC' : 'local time';
  },
};

function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts as long as nothing is read again.
  }
}

/** A Unix time in nanoseconds as date and time; `places` digits of the second's fraction (3, 6 or 9). */
export function time(unixNano, places = 3) {
  const nanos = BigInt(unixNano);
  const date = new Date(Number(nanos / 1000000n));
  if (Number.isNaN(date.getTime())) {
    return nanos.toString() + narrowSpace + 'ns';
  }
  const fraction = (nanos % 1000000000n).toString().padStart(9, '0').slice(0, places);
  const two = value => String(value).padStart(2, '0');
  const [year, month, day, hour, minute, second] = clock.utc
    ? [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
    : [date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${year}-${two(month + 1)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${fraction}`;
}

/** A start in a list: the time alone when it was today, with the date otherwise. */
export function startTime(unixNano, nowMilliseconds) {
  const whole = time(unixNano);
  const today = time(BigInt(Math.trunc(nowMilliseconds)) * 1000000n).slice(0, 10);
  return whole.startsWith(today) ? whole.slice(11) : whole;
}

/** How long ago a Unix time in nanoseconds was, in one figure: "12 s ago". */
export function ago(unixNano, nowMilliseconds) {
  const seconds = Math.round(nowMilliseconds / 1000 - Number(BigInt(unixNano) / 1000000000n));
  if (seconds < 0) {
    return 'in the future';
  }
  const [value, unit] = seconds < 90 ? [seconds, 's'] : seconds < 5400 ? [seconds / 60, 'min']
    : seconds < 129600 ? [seconds / 3600, 'h'] : [seconds / 86400, 'd'];
  return Math.round(value) + narrowSpace + unit + ' ago';
}

const concealed = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\ufeff]/g;
const concealedExceptBreaks = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\ufeff]/g;

/** A name with everything that hides or reorders text made visible: control characters, bidirectional overrides, BOMs. */
export function visible(text) {
  return String(text).replace(concealed, reveal);
}

/** A value with the same made visible, its line breaks and tabs kept. */
export function visibleLines(text) {
  return String(text).replace(/\r\n/g, '\n').replace(concealedExceptBreaks, reveal);
}

function reveal(character) {
  const code = character.charCodeAt(0);
  if (code < 0x20) {
    return String.fromCharCode(0x2400 + code);
  }
  return code === 0x7f ? '\u2421' : `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

/** A span's name as shown: an empty one is said to be empty. */
export function spanName(name) {
  return name ? visible(name) : '(no name)';
}

/** OTLP's span kinds by number. */
export const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
