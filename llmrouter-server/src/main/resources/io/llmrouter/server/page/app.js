import {Chat} from './chat.js';
import {settings, showBusy, startComposer} from './composer.js';
import {at} from './dom.js';
import {startKeys} from './keys.js';
import {refresh, startLive} from './live.js';
import {loadModels} from './models.js';

const chat = new Chat(settings, () => {
  showBusy(chat.busy);
  if (!chat.busy) {
    refresh();
  }
});

function show(view) {
  document.body.dataset.view = view;
  at('show-chat').setAttribute('aria-pressed', view === 'chat');
  at('show-live').setAttribute('aria-pressed', view === 'live');
}

/** Without the list of models, the router still chooses; why it is missing is told where answers are. */
function fillModels() {
  loadModels().catch(failure => { at('status').textContent = failure.message; });
}

at('show-chat').addEventListener('click', () => show('chat'));
at('show-live').addEventListener('click', () => show('live'));
document.querySelector('.skip[href="#live"]').addEventListener('click', () => show('live'));
document.querySelector('.skip[href="#words"]').addEventListener('click', () => show('chat'));
startKeys(() => {
  fillModels();
  refresh();
});
startComposer(chat);
startLive();
fillModels();
