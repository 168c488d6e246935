import {el} from './dom.js';

/** A button that copies what a function says at that moment. */
export function copyButton(text, label = 'Copy') {
  const button = el('button', {type: 'button', class: 'quiet small', 'aria-label': label}, 'Copy');
  button.addEventListener('click', async () => {
    button.textContent = await copy(text()) ? 'Copied' : 'Not allowed';
    setTimeout(() => { button.textContent = 'Copy'; }, 1_500);
  });
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (unavailable) {
    return copyBySelection(text);
  }
}

/** Pages that came without TLS have no clipboard of the newer kind. */
function copyBySelection(text) {
  const holder = el('textarea', {class: 'unseen', readonly: true});
  holder.value = text;
  document.body.append(holder);
  holder.select();
  const done = document.execCommand('copy');
  holder.remove();
  return done;
}
