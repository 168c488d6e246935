import {read} from './api.js';
import {spark, stack} from './charts.js';
import {at, el} from './dom.js';
import {ago, count, millis, usd} from './format.js';
import {colour} from './models.js';

const EVERY = 2_000;
let span = 'seconds';
let last = null;
let timer = 0;

/** Shows the server's figures and keeps them fresh while the page is seen. */
export function startLive() {
  for (const button of document.querySelectorAll('[data-span]')) {
    button.addEventListener('click', () => {
      span = button.dataset.span;
      document.querySelectorAll('[data-span]').forEach(one => one.setAttribute('aria-pressed', one === button));
      if (last) {
        show(last);
      }
    });
  }
  document.addEventListener('visibilitychange', refresh);
  refresh();
}

/** Asks for the figures now, and again after a while. */
export async function refresh() {
  clearTimeout(timer);
  if (document.hidden) {
    return;
  }
  const mine = timer = setTimeout(refresh, EVERY * 5);
  try {
    last = await read('v1/stats');
    show(last);
    pulse(true, 'Up to date');
  } catch (failure) {
    pulse(false, failure.message);
  }
  if (mine === timer) {
    clearTimeout(timer);
    timer = setTimeout(refresh, EVERY);
  }
}

function pulse(well, words) {
  at('pulse').classList.toggle('well', well);
  at('pulse').title = words;
  at('live-note').textContent = well ? note(last) : words;
}

function note(stats) {
  const {unpriced_attempts: unpriced} = stats.totals;
  const words = ['Since ' + new Date(stats.since).toLocaleString() + '.'];
  if (unpriced > 0) {
    words.push('Cost and savings leave out ' + count(unpriced) + (unpriced === 1 ? ' attempt' : ' attempts') + ' of unknown price.');
  }
  return words.join(' ');
}

function show(stats) {
  const recent = stats.recent[span];
  at('strategy').textContent = stats.strategy;
  at('strategy').hidden = false;
  at('tiles').replaceChildren(...tiles(stats, recent));
  showByModel(recent);
  at('models').replaceChildren(...stats.models.map(model => modelItem(model, stats)));
}

function tiles({totals, running, waiting}, recent) {
  const failed = totals.failed ? count(totals.failed) + ' failed' : running + ' running' + (waiting ? ', ' + waiting + ' waiting' : '');
  return [
    tile('requests', 'Requests', count(totals.requests + totals.failed), failed, spark(recent.requests, 'c0', 'Requests over time')),
    tile('latency', 'Latency', millis(totals.latency_ms.p50), 'p95 ' + millis(totals.latency_ms.p95),
        spark(recent.latency_ms, 'c1', 'Latency over time')),
    tile('first-token', 'First token', millis(totals.first_token_ms.p50), 'p95 ' + millis(totals.first_token_ms.p95),
        spark(recent.first_token_ms, 'c2', 'Time to first token')),
    tile('tokens', 'Tokens', count(totals.input_tokens + totals.output_tokens),
        count(totals.input_tokens) + ' in, ' + count(totals.output_tokens) + ' out', spark(recent.tokens, 'c3', 'Tokens over time')),
    tile('cost', 'Cost', usd(totals.cost_usd), 'of known prices', spark(recent.cost_usd, 'c4', 'Cost over time')),
    tile('saved', 'Saved', usd(totals.saved_usd), 'against the dearest', spark(recent.saved_usd.map(usd0), 'c5', 'Saved over time')),
  ];
}

const usd0 = value => Math.max(0, value);

function tile(id, name, value, more, chart) {
  return el('div', {class: 'tile', id: 'tile-' + id},
      el('span', {class: 'name'}, name), el('strong', {}, value), el('span', {class: 'more'}, more), chart);
}

function showByModel(recent) {
  const series = Object.entries(recent.requests_by_model).map(([model, values]) => ({values, colour: colour(model)}));
  const minutes = recent.requests.length * recent.step_seconds / 60;
  at('by-model').replaceChildren(
      stack(series, recent.requests.length, 'Requests by model in the last ' + minutes + ' minutes'),
      el('div', {class: 'axis'}, el('span', {}, '−' + minutes + ' min'), el('span', {}, 'now')));
}

function modelItem(model, {now, totals}) {
  const share = totals.requests ? model.requests / totals.requests : 0;
  const meter = el('progress', {class: colour(model.model), max: '1', value: share, 'aria-label': 'Share of requests'});
  return el('li', {'data-model': model.model},
      el('div', {class: 'top'},
          el('span', {class: 'model ' + colour(model.model)}, model.model),
          el('span', {class: 'provider'}, model.provider ?? 'no longer configured'),
          health(model)),
      meter,
      el('div', {class: 'figures'}, ...figures(model)),
      problem(model, now));
}

function figures(model) {
  return [
    ['answered', count(model.requests)],
    ['latency', millis(model.latency_ms.p50)],
    ['first token', millis(model.first_token_ms.p50)],
    ['tokens', count(model.input_tokens + model.output_tokens)],
    ['cost', usd(model.cost_usd)],
    ['saved', usd(model.saved_usd)],
  ].map(([name, value]) => el('span', {}, el('b', {}, value), ' ' + name));
}

const STATES = {ok: 'well', failing: 'failing', unused: 'not used yet'};

const CIRCUITS = {
  rate_limited: 'rate limited',
  keys_refused: 'keys refused',
  open: 'circuit open',
  probing: 'half-open: probing',
  recovering: 'recovering',
};

// What keeps calls away from a model says more than how its last calls went.
function health({health: {state}, circuit}) {
  const kept = CIRCUITS[circuit?.state];
  if (!kept) {
    return el('span', {class: 'health ' + state}, STATES[state] ?? state);
  }
  const left = circuit.retry_in_ms > 0 ? ', ' + Math.ceil(circuit.retry_in_ms / 1000) + ' s left' : '';
  const bad = circuit.state === 'recovering' ? '' : ' failing';
  return el('span', {class: 'health ' + circuit.state + bad}, kept + left);
}

function problem(model, now) {
  const error = model.health.last_error;
  if (!error) {
    return null;
  }
  const status = error.status ? ' (' + error.status + ')' : '';
  const title = error.kind.replaceAll('_', ' ') + status + ', ' + ago(error.at, now);
  const failures = model.failed_attempts === 1 ? '1 failed attempt' : count(model.failed_attempts) + ' failed attempts';
  return el('p', {class: 'problem', title: error.help}, failures + ', the last: ' + title + '. ' + error.help);
}
