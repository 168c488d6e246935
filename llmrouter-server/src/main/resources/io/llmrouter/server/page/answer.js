import {copyButton} from './clipboard.js';
import {el} from './dom.js';
import {count, millis, usd} from './format.js';
import {draw} from './markdown.js';
import {colour} from './models.js';

/** One turn on the page: the user's words, the answer as it comes, and how it came about. */
export class AnswerView {
  constructor(question, retry) {
    this.text = '';
    this.reasoning = '';
    this.facts = {};
    this.frame = 0;
    this.words = el('div', {class: 'words'});
    this.thoughts = el('div', {class: 'thoughts-text'});
    this.thinking = el('details', {class: 'thoughts', hidden: true}, el('summary', {}, 'Reasoning'), this.thoughts);
    this.why = el('div', {class: 'why'}, el('span', {class: 'dots', role: 'img', 'aria-label': 'Waiting for an answer'}));
    this.actions = el('div', {class: 'actions', hidden: true},
        copyButton(() => this.said(), 'Copy the answer'),
        el('button', {type: 'button', class: 'quiet small retry', onclick: retry}, 'Retry'));
    this.article = el('article', {class: 'answer', 'aria-busy': 'true', 'aria-label': 'Answer'},
        this.thinking, this.words, el('footer', {}, this.why, this.actions));
    this.root = el('section', {class: 'turn'}, el('div', {class: 'user'}, el('span', {class: 'unseen'}, 'You: '), question), this.article);
  }

  /** What the model said, without the name that the server may put before it. */
  said() {
    const prefix = '[' + this.facts.model + '] ';
    return this.facts.model && this.text.startsWith(prefix) ? this.text.slice(prefix.length) : this.text;
  }

  learn(facts) {
    Object.assign(this.facts, facts);
    this.explain();
  }

  add(piece) {
    this.text += piece;
    this.drawSoon();
  }

  think(piece) {
    this.reasoning += piece;
    this.thinking.hidden = false;
    this.drawSoon();
  }

  drawSoon() {
    this.frame ||= requestAnimationFrame(() => this.drawNow(true));
  }

  drawNow(open) {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    draw(this.said(), this.words, open);
    this.thoughts.textContent = this.reasoning;
    this.root.dispatchEvent(new CustomEvent('grown', {bubbles: true}));
  }

  fail(summary, help) {
    this.article.append(el('div', {class: 'bad', role: 'alert'},
        el('strong', {}, summary), help ? el('p', {}, help) : null));
  }

  stopped() {
    this.article.append(el('p', {class: 'note stopped'}, 'Stopped.'));
  }

  end() {
    this.drawNow(false);
    this.explain();
    if (!this.facts.model) {
      this.why.replaceChildren();
    }
    this.article.setAttribute('aria-busy', 'false');
    this.article.append(this.article.querySelector('footer'));
    this.actions.hidden = false;
    this.actions.firstChild.hidden = !this.text;
  }

  explain() {
    const {model, strategy, reason, attempts, usage, cost_usd: cost, elapsed, first, context} = this.facts;
    if (!model) {
      return;
    }
    const facts = [
      ['strategy', strategy],
      ['attempts', attempts && (attempts === 1 ? '1 attempt' : attempts + ' attempts')],
      ['tokens', usage && count(usage.prompt_tokens) + ' → ' + count(usage.completion_tokens) + ' tokens'],
      ['cost', 'cost_usd' in this.facts && (cost === null ? 'cost unknown' : usd(cost))],
      ['first', first !== undefined && 'first token ' + millis(first)],
      ['elapsed', elapsed !== undefined && millis(elapsed) + ' in all'],
      ['context', context],
    ];
    this.why.replaceChildren(
        el('span', {class: 'model ' + colour(model)}, model),
        ...facts.filter(([, words]) => words).map(([name, words]) => el('span', {class: 'fact ' + name}, words)),
        reason ? el('span', {class: 'reason'}, reason) : '');
  }
}
