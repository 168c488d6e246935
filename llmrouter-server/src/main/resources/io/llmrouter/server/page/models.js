import {at, el} from './dom.js';
import {read} from './api.js';

const COLOURS = 8;
const known = [];

/** The class of a model's colour: the same everywhere on the page. */
export function colour(model) {
  if (!known.includes(model)) {
    known.push(model);
  }
  return 'c' + known.indexOf(model) % COLOURS;
}

/** Fills the choice of models; what was chosen stays chosen. */
export async function loadModels() {
  const models = (await read('v1/models')).data;
  models.filter(model => model.id !== 'auto').forEach(model => colour(model.id));
  const chosen = at('model').value;
  const sorted = [...models].sort((a, b) => (b.id === 'auto') - (a.id === 'auto'));
  at('model').replaceChildren(...sorted.map(model =>
      el('option', {value: model.id, title: model.description, selected: model.id === chosen}, model.id)));
}
