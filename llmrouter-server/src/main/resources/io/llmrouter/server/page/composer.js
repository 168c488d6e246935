import {at} from './dom.js';

const FOLLOW_DISTANCE = 80;

/** The settings below the message, as they are now. */
export function settings() {
  const temperature = at('temperature').value;
  const topK = Math.trunc(Number(at('top-k').value)) || 3;
  return {
    model: at('model').value,
    mode: at('mode').value,
    topK: Math.min(10, Math.max(1, topK)),
    temperature: temperature === '' ? null : Number(temperature),
  };
}

/** Has the message field, its keys and its button work. */
export function startComposer(chat) {
  const words = at('words');
  at('ask').addEventListener('submit', event => {
    event.preventDefault();
    if (chat.busy) {
      chat.stop();
      return;
    }
    const text = words.value.trim();
    if (text) {
      words.value = '';
      grow(words);
      chat.ask(text);
    }
  });
  words.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (!chat.busy) {
        at('ask').requestSubmit();
      }
    }
  });
  words.addEventListener('input', () => grow(words));
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && chat.busy) {
      chat.stop();
      words.focus();
    }
  });
  at('clear').addEventListener('click', () => {
    chat.clear();
    words.focus();
  });
  at('mode').addEventListener('change', showTopK);
  showTopK();
  at('log').addEventListener('grown', follow);
}

/** Shows whether the button sends or stops. */
export function showBusy(busy) {
  at('send').textContent = busy ? 'Stop' : 'Send';
  at('send').classList.toggle('stop', busy);
}

function showTopK() {
  at('top-k-box').hidden = at('mode').value !== 'retrieval';
}

function grow(words) {
  words.rows = Math.min(8, words.value.split('\n').length);
}

/** Keeps the end of the answer in sight, unless the reader has scrolled away from it. */
let lastHeight = 0;

function follow() {
  const scroll = at('scroll');
  if (lastHeight - scroll.scrollTop - scroll.clientHeight < FOLLOW_DISTANCE) {
    scroll.scrollTop = scroll.scrollHeight;
  }
  lastHeight = scroll.scrollHeight;
}
