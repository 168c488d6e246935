'use strict';
/* Not a module: it runs before the first paint, so that the page does not flash in the wrong colours. */
(() => {
  const NAMES = ['auto', 'light', 'dark'];
  const LABELS = {auto: 'as the system', light: 'light', dark: 'dark'};
  const root = document.documentElement;

  function stored() {
    try {
      const name = localStorage.getItem('theme');
      return NAMES.includes(name) ? name : 'auto';
    } catch (blocked) {
      return 'auto';
    }
  }

  function show(name) {
    root.dataset.theme = name;
    const button = document.getElementById('theme');
    if (button) {
      button.textContent = '◐ ' + name[0].toUpperCase() + name.slice(1);
      button.setAttribute('aria-label', 'Colours: ' + LABELS[name]);
    }
  }

  show(stored());
  addEventListener('DOMContentLoaded', () => {
    show(root.dataset.theme);
    document.getElementById('theme').addEventListener('click', () => {
      const next = NAMES[(NAMES.indexOf(root.dataset.theme) + 1) % NAMES.length];
      show(next);
      try {
        localStorage.setItem('theme', next);
      } catch (blocked) {
        /* Storage may be forbidden: the choice lasts as long as the page then. */
      }
    });
  });
})();
