const FENCE = /^ {0,3}(`{3,}|~{3,}) *([^\s`]*)/;
const HEADING = /^ {0,3}(#{1,6})(?: +(.*?))?(?: +#+)? *$/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?: +(.*))?$/;
const DELIMITER = /^ *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$/;
const MAX_DEPTH = 8;
const MAX_ROW = 4_000;

/**
 * Splits Markdown into blocks: {kind, source, ...}. A block that is begun and not ended goes to the end of the text,
 * as it is while an answer still comes.
 */
export function blocks(text, depth = 0) {
  const lines = text.split('\n').map(line => line.replace(/\r$/, '').replace(/^\t+/, tabs => '    '.repeat(tabs.length)));
  const found = [];
  for (let i = 0; i < lines.length;) {
    if (!lines[i].trim()) {
      i++;
      continue;
    }
    const block = block0(lines, i, depth);
    block.source = lines.slice(i, block.end).join('\n');
    found.push(block);
    i = block.end;
  }
  return found;
}

function block0(lines, i, depth) {
  return fence(lines, i)
      || heading(lines, i)
      || rule(lines, i)
      || table(lines, i)
      || (depth < MAX_DEPTH && (quote(lines, i, depth) || list(lines, i, depth)))
      || paragraph(lines, i);
}

function fence(lines, i) {
  const open = FENCE.exec(lines[i]);
  if (!open) {
    return null;
  }
  const isEnd = line => {
    const mark = line.trim();
    return mark.length >= open[1].length && mark === open[1][0].repeat(mark.length);
  };
  let end = i + 1;
  while (end < lines.length && !isEnd(lines[end])) {
    end++;
  }
  return {kind: 'code', language: open[2], text: lines.slice(i + 1, end).join('\n'), end: Math.min(end + 1, lines.length)};
}

function heading(lines, i) {
  const found = HEADING.exec(lines[i]);
  return found && {kind: 'heading', level: found[1].length, text: found[2] || '', end: i + 1};
}

function rule(lines, i) {
  return RULE.test(lines[i]) ? {kind: 'rule', end: i + 1} : null;
}

function quote(lines, i, depth) {
  if (!QUOTE.test(lines[i])) {
    return null;
  }
  let end = i;
  while (end < lines.length && QUOTE.test(lines[end])) {
    end++;
  }
  const inner = lines.slice(i, end).map(line => line.replace(QUOTE, '')).join('\n');
  return {kind: 'quote', blocks: blocks(inner, depth + 1), end};
}

function table(lines, i) {
  const head = lines[i];
  const rule = lines[i + 1] || '';
  if (!head.includes('|') || head.length > MAX_ROW || rule.length > MAX_ROW || !rule.includes('-') || !DELIMITER.test(rule)) {
    return null;
  }
  const names = cells(head);
  const marks = cells(rule);
  if (names.length !== marks.length) {
    return null;
  }
  let end = i + 2;
  const rows = [];
  while (end < lines.length && lines[end].includes('|') && lines[end].length <= MAX_ROW) {
    const row = cells(lines[end++]);
    rows.push(names.map((name, column) => row[column] ?? ''));
  }
  return {kind: 'table', names, rows, aligned: marks.map(alignment), end};
}

function cells(line) {
  const bare = line.trim().replace(/^\|/, '').replace(/(^|[^\\])\|$/, '$1');
  return bare.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|'));
}

function alignment(mark) {
  if (mark.endsWith(':')) {
    return mark.startsWith(':') ? 'middle' : 'right';
  }
  return '';
}

const indent = line => line.length - line.trimStart().length;

function list(lines, i, depth) {
  const first = ITEM.exec(lines[i]);
  if (!first) {
    return null;
  }
  const ordered = first[2].length > 1;
  const base = first[1].length;
  const isItem = line => {
    const found = ITEM.exec(line);
    return found && found[1].length < base + 2 && found[2].length > 1 === ordered && !RULE.test(line) ? found : null;
  };
  const isInside = line => indent(line) >= base + 2;
  const items = [];
  let width = 0;
  let end = i;
  for (; end < lines.length; end++) {
    const line = lines[end];
    const found = isItem(line);
    if (found) {
      width = base + found[2].length + 1;
      items.push([found[3] || '']);
    } else if (!line.trim()) {
      const next = lines.slice(end + 1, end + 3).find(later => later.trim());
      if (next === undefined || !(isItem(next) || isInside(next))) {
        break;
      }
      items.at(-1).push('');
    } else if (isInside(line)) {
      items.at(-1).push(line.slice(Math.min(indent(line), width)));
    } else if (lines[end - 1].trim() && !begins(line)) {
      items.at(-1).push(line);
    } else {
      break;
    }
  }
  const start = ordered ? Number.parseInt(first[2], 10) : 1;
  return {kind: 'list', ordered, start, items: items.map(item => blocks(item.join('\n'), depth + 1)), end};
}

/** Whether a line begins a block of its own, also right after a paragraph's line. */
function begins(line) {
  return FENCE.test(line) || HEADING.test(line) || RULE.test(line) || QUOTE.test(line) || ITEM.test(line);
}

function paragraph(lines, i) {
  let end = i + 1;
  while (end < lines.length && lines[end].trim() && !begins(lines[end]) && !table(lines, end)) {
    end++;
  }
  return {kind: 'paragraph', text: lines.slice(i, end).map(line => line.trim()).join('\n'), end};
}
