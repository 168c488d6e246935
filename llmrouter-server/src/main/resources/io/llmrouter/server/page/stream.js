import {ApiError, send} from './api.js';

const REPORT = ': x-llmrouter ';

/**
 * Asks for a streamed chat and yields what comes of it: {head}, {text}, {reasoning}, {usage}, {report}.
 * An error in the stream is thrown as one before it.
 */
export async function* streamChat(body, signal) {
  const response = await send('v1/chat/completions', {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({...body, stream: true, stream_options: {include_usage: true}}),
    signal,
  });
  yield {head: {
    model: response.headers.get('x-llmrouter-model') || '',
    strategy: response.headers.get('x-llmrouter-strategy') || '',
  }};
  let complete = false;
  for await (const line of lines(response.body)) {
    if (line === 'data: [DONE]') {
      complete = true;
    } else if (line.startsWith(REPORT)) {
      yield {report: JSON.parse(line.slice(REPORT.length))};
    } else if (line.startsWith('data: ')) {
      yield* pieces(JSON.parse(line.slice('data: '.length)));
    }
  }
  if (!complete) {
    throw new ApiError('The answer broke off.\nThe connection ended before the answer did: try again.');
  }
}

function* pieces(chunk) {
  if (chunk.error) {
    throw new ApiError(chunk.error.message, {code: chunk.error.code || chunk.error.type});
  }
  const delta = chunk.choices?.[0]?.delta ?? {};
  if (delta.reasoning_content) {
    yield {reasoning: delta.reasoning_content};
  }
  if (delta.content) {
    yield {text: delta.content};
  }
  if (chunk.usage) {
    yield {usage: chunk.usage};
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {value, done} = await reader.read();
    if (done) {
      return;
    }
    const parts = (rest + value).split('\n');
    rest = parts.pop();
    yield* parts;
  }
}
