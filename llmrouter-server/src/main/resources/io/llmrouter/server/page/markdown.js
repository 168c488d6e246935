import {blocks} from './blocks.js';
import {copyButton} from './clipboard.js';
import {el} from './dom.js';
import {inline} from './inline.js';

const drawn = new WeakMap();

/**
 * Shows Markdown in an element. Blocks that are the same as at the last time stay untouched, so that an answer can be
 * drawn again with each piece.
 *
 * With `open`, more text may follow.
 */
export function draw(text, parent, open = false) {
  const before = drawn.get(parent) || [];
  const found = blocks(text);
  const now = found.map((block, place) => {
    const last = open && place === found.length - 1;
    const old = before[place];
    return old && old.source === block.source && old.last === last
      ? old
      : {source: block.source, last, node: node(block, last)};
  });
  now.forEach((item, place) => {
    const old = before[place];
    if (!old) {
      parent.append(item.node);
    } else if (old !== item) {
      old.node.replaceWith(item.node);
    }
  });
  before.slice(now.length).forEach(old => old.node.remove());
  drawn.set(parent, now);
}

function node(block, open) {
  switch (block.kind) {
    case 'code': return code(block);
    case 'heading': return line('h' + Math.min(6, block.level + 2), block.text, open);
    case 'rule': return el('hr');
    case 'quote': return el('blockquote', {}, ...all(block.blocks, open));
    case 'list': return list(block, open);
    case 'table': return table(block);
    default: return line('p', block.text, open);
  }
}

function all(list, open) {
  return list.map((block, place) => node(block, open && place === list.length - 1));
}

function line(tag, text, open) {
  const made = el(tag);
  inline(text, made, open);
  return made;
}

function code(block) {
  return el('figure', {class: 'code'},
      el('figcaption', {}, el('span', {}, block.language || 'text'), copyButton(() => block.text, 'Copy the code')),
      el('pre', {tabindex: '0'}, el('code', {}, block.text)));
}

function list(block, open) {
  const made = el(block.ordered ? 'ol' : 'ul', {start: block.ordered && block.start !== 1 ? block.start : null});
  block.items.forEach((item, place) => {
    const inner = open && place === block.items.length - 1;
    const entry = el('li');
    if (item[0]?.kind === 'paragraph') {
      inline(item[0].text, entry, inner && item.length === 1);
      entry.append(...all(item.slice(1), inner));
    } else {
      entry.append(...all(item, inner));
    }
    made.append(entry);
  });
  return made;
}

function table(block) {
  const row = (tag, texts) => el('tr', {}, ...texts.map((text, column) => {
    const cell = line(tag, text, false);
    cell.className = block.aligned[column];
    return cell;
  }));
  return el('div', {class: 'table', tabindex: '0', role: 'group', 'aria-label': 'Table'}, el('table', {},
      el('thead', {}, row('th', block.names)),
      el('tbody', {}, ...block.rows.map(texts => row('td', texts)))));
}
