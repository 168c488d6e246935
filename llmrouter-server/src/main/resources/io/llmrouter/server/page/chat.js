import {AnswerView} from './answer.js';
import {at} from './dom.js';
import {mostSimilar} from './retrieval.js';
import {streamChat} from './stream.js';

/** The conversation: what was said, what is asked for now, and what of the past goes along. */
export class Chat {
  constructor(settings, changed) {
    this.settings = settings;
    this.changed = changed;
    this.turns = [];
    this.running = null;
  }

  get busy() {
    return this.running !== null;
  }

  stop() {
    this.running?.abort();
  }

  clear() {
    this.stop();
    this.turns = [];
    at('log').replaceChildren();
    at('welcome').hidden = false;
  }

  async ask(text) {
    if (this.busy) {
      return;
    }
    const {body, context} = this.request(text);
    const turn = {user: text, assistant: '', view: null};
    turn.view = new AnswerView(text, () => this.retry(turn));
    turn.view.facts.context = context;
    at('welcome').hidden = true;
    at('log').append(turn.view.root);
    this.turns.push(turn);
    this.running = new AbortController();
    this.changed();
    at('status').textContent = '';
    at('scroll').scrollTop = at('scroll').scrollHeight;
    const began = performance.now();
    try {
      await this.follow(turn.view, body, began, this.running.signal);
      at('status').textContent = 'Answered by ' + turn.view.facts.model + '.';
    } catch (failure) {
      this.failed(turn.view, failure);
    } finally {
      turn.view.facts.elapsed = performance.now() - began;
      turn.assistant = turn.view.said();
      this.running = null;
      turn.view.end();
      this.changed();
    }
  }

  async follow(view, body, began, signal) {
    for await (const piece of streamChat(body, signal)) {
      if (piece.text || piece.reasoning) {
        view.facts.first ??= performance.now() - began;
      }
      if (piece.head) {
        view.learn(piece.head);
      } else if (piece.text) {
        view.add(piece.text);
      } else if (piece.reasoning) {
        view.think(piece.reasoning);
      } else if (piece.usage) {
        view.learn({usage: piece.usage});
      } else if (piece.report) {
        view.learn(piece.report);
      }
    }
  }

  failed(view, failure) {
    if (failure.name === 'AbortError') {
      view.stopped();
      at('status').textContent = 'Stopped.';
      return;
    }
    const {attempts, model} = failure.details ?? {};
    view.learn({...(model ? {model} : {}), ...(Number(attempts) > 0 ? {attempts: Number(attempts)} : {})});
    view.fail(failure.message, failure.help);
  }

  /** Asks again what the last turn asked. */
  retry(turn) {
    if (!this.busy && turn === this.turns.at(-1)) {
      this.turns.pop();
      turn.view.root.remove();
      this.ask(turn.user);
    }
  }

  request(text) {
    const {model, temperature} = this.settings();
    const {earlier, context} = this.past(text);
    const messages = earlier.flatMap(turn =>
        [{role: 'user', content: turn.user}, {role: 'assistant', content: turn.assistant}]);
    const body = {model, messages: [...messages, {role: 'user', content: text}]};
    if (temperature !== null) {
      body.temperature = temperature;
    }
    return {body, context};
  }

  /** The earlier turns that go along; those without an answer never do. */
  past(text) {
    const answered = this.turns.filter(turn => turn.assistant);
    const {mode, topK} = this.settings();
    if (mode === 'full_context' || answered.length === 0) {
      return {earlier: mode === 'full_context' ? answered : [], context: ''};
    }
    const earlier = mode === 'retrieval' ? mostSimilar(answered, text, topK) : [];
    return {earlier, context: 'with ' + earlier.length + ' of ' + answered.length + ' earlier turns'};
  }
}
