import {askForKey, keyHeaders} from './keys.js';

/** What the server says went wrong: the first line is what, the others are what to do. */
export class ApiError extends Error {
  constructor(message, details = {}) {
    const [summary, ...help] = message.split('\n');
    super(summary);
    this.help = help.join('\n');
    this.details = details;
  }
}

/** Sends a request; an error of the server is thrown with its words. */
export async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {...options, headers: {...options.headers, ...keyHeaders()}, cache: 'no-store'});
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new ApiError('The server cannot be reached.\nLook whether it still runs, then try again.');
  }
  if (!response.ok) {
    // A provider's refusal of its own key is passed on as 401, too; only the server's own names a scheme.
    if (response.status === 401 && response.headers.has('www-authenticate')) {
      askForKey();
    }
    throw await errorOf(response);
  }
  return response;
}

async function errorOf(response) {
  const details = {
    status: response.status,
    attempts: response.headers.get('x-llmrouter-attempts'),
    model: response.headers.get('x-llmrouter-model'),
    retryAfter: response.headers.get('retry-after'),
  };
  try {
    const error = (await response.json()).error;
    return new ApiError(error.message, {...details, code: error.code || error.type});
  } catch (notOurs) {
    return new ApiError('The server answered with status ' + response.status + '.', details);
  }
}

/** Reads JSON. */
export async function read(path) {
  return (await send(path)).json();
}
