// Questions to the server. A refusal becomes a Problem whose message is one sentence for a person to read.

/** A refusal of the server, or of whatever stands in front of it. */
export class Problem extends Error {
  constructor(status, title, sentence) {
    super(sentence);
    this.status = status;
    this.title = title;
  }
}

/** The server gave no answer at all: stopped, restarting, or out of reach. */
export class Unreachable extends Error {
  constructor() {
    super('The server does not answer. It may be restarting; the page asks again by itself.');
  }
}

/** Asks once and returns the parsed answer. Throws Problem, Unreachable, or an AbortError when the signal fires. */
export async function ask(path, parameters = {}, signal = undefined) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const query = new URLSearchParams(given);
  const address = query.size > 0 ? `${path}?${query}` : path;
  let response;
  try {
    response = await fetch(address, { signal, headers: { Accept: 'application/json' } });
  } catch (error) {
    throw error.name === 'AbortError' ? error : new Unreachable();
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  try {
    return await response.json();
  } catch (error) {
    throw error.name === 'AbortError' ? error : new Problem(response.status, 'An answer that is not Lumen\'s',
      'The answer was cut or is not JSON. Look whether a proxy stands before the server, then reload.');
  }
}

/** Asks until there is an answer: an unreachable server is asked again after 1, 2, 4, at most 8 seconds; `onLost` hears of it. */
export async function askPatiently(path, parameters, signal, onLost = () => {}) {
  for (let seconds = 1; ; seconds = Math.min(seconds * 2, 8)) {
    try {
      return await ask(path, parameters, signal);
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        throw error;
      }
      onLost(error);
      await pause(seconds * 1000, signal);
    }
  }
}

/** Waits, or throws an AbortError when the signal fires first. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/** Health answers 503 with a body that says why; both are answers. */
export async function askHealth(signal) {
  try {
    const response = await fetch('api/health', { signal });
    return await response.json();
  } catch (error) {
    throw error.name === 'AbortError' ? error : new Unreachable();
  }
}

async function problemOf(response) {
  let body = null;
  try {
    body = await response.json();
  } catch {
    // Not ours: a proxy's page, or an empty body. The status says enough.
  }
  const detail = typeof body?.detail === 'string' && body.detail ? body.detail : sentenceFor(response.status);
  return new Problem(response.status, typeof body?.title === 'string' && body.title ? body.title : titleFor(response.status), detail);
}

function titleFor(status) {
  return { 400: 'The question is not valid', 401: 'Sign in first', 403: 'Not allowed', 404: 'Not found', 429: 'Too many questions' }[status]
    ?? (status >= 500 ? 'The server has a problem' : 'The server refused');
}

function sentenceFor(status) {
  switch (status) {
    case 401:
      return 'The server wants to know who you are: sign in to the application that hosts Lumen, then reload.';
    case 403:
      return 'You may not look at traces here: ask whoever runs the application that hosts Lumen.';
    case 404:
      return 'The server does not have what was asked for.';
    case 429:
      return 'The server has had too many questions from here: wait a moment, then try again.';
    default:
      return `The server answered with status ${status} and gave no reason. Its log may have one.`;
  }
}

/** The address of a trace, or of one span in it, relative to the page's base. */
export function traceAddress(traceId, span = null) {
  return `trace/${encodeURIComponent(traceId)}` + (span ? `?span=${encodeURIComponent(span)}` : '');
}
