import {at} from './dom.js';

let listener = () => {};

/** The client's key; the tab's storage is the only place that holds it. */
export function key() {
  return sessionStorage.getItem('key') || '';
}

/** The headers that show the key, if there is one. */
export function keyHeaders() {
  return key() ? {authorization: 'Bearer ' + key()} : {};
}

/** Asks the user for a key: the server refused the one it was shown, or none. */
export function askForKey() {
  if (at('key-bar').hidden) {
    at('key-bar').hidden = false;
    at('key').focus();
  }
}

/** Has the key field work; {@code changed} is told of a new key. */
export function startKeys(changed) {
  listener = changed;
  at('key-bar').addEventListener('submit', event => {
    event.preventDefault();
    sessionStorage.setItem('key', at('key').value.trim());
    at('key').value = '';
    at('key-bar').hidden = true;
    at('words').focus();
    listener();
  });
}
