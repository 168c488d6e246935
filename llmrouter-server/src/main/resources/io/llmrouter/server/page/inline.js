import {el} from './dom.js';

const MAX_DEPTH = 8;
const MAX_LABEL = 1_000;
const WORD = /[\p{L}\p{N}]/u;
const TAGS = {1: ['em'], 2: ['strong'], 3: ['strong', 'em']};

/**
 * Appends a line's Markdown to an element. All text goes in as text nodes.
 *
 * With `open`, more text may follow: what is begun at the end and not closed is shown as if it were.
 */
export function inline(text, parent, open = false, depth = 0) {
  new Scanner(text, parent, open, depth).run();
}

/** The address of a link, if it is one of the web; anything else (script, data, file) is none. */
export function webAddress(raw) {
  try {
    const url = new URL(raw);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch (malformed) {
    return null;
  }
}

class Scanner {
  constructor(text, parent, open, depth) {
    this.text = text;
    this.parent = parent;
    this.open = open;
    this.depth = depth;
    this.at = 0;
    this.shown = 0;
    /** Closing marks known to be nowhere ahead: without it, many unclosed marks would each be looked for to the end. */
    this.missing = new Set();
  }

  run() {
    const special = /[\\`*_~[!<\n]|https?:\/\//g;
    for (;;) {
      special.lastIndex = this.at;
      const hit = this.depth < MAX_DEPTH ? special.exec(this.text) : null;
      if (!hit) {
        break;
      }
      this.at = hit.index;
      if (!this.take(hit[0])) {
        this.at += hit[0].length;
      }
    }
    this.flush(this.text.length);
  }

  take(mark) {
    switch (mark) {
      case '\\': return this.escaped();
      case '`': return this.code();
      case '*':
      case '_': return this.emphasis(mark);
      case '~': return this.struck();
      case '[': return this.link(this.at);
      case '!': return this.text[this.at + 1] === '[' && this.link(this.at + 1);
      case '<': return this.angled();
      case '\n': return this.put(this.at + 1, el('br'));
      default: return this.bareAddress();
    }
  }

  flush(end) {
    if (end > this.shown) {
      this.parent.append(this.text.slice(this.shown, end));
    }
  }

  /** Shows a node in place of the text from here to the end given. */
  put(end, node) {
    this.flush(this.at);
    this.parent.append(node);
    this.at = this.shown = end;
    return true;
  }

  nested(tag, content, open) {
    const node = el(tag);
    inline(content, node, open, this.depth + 1);
    return node;
  }

  match(sticky) {
    sticky.lastIndex = this.at;
    return sticky.exec(this.text);
  }

  /** Where a closing mark that fits begins; -1 if nowhere. */
  find(mark, from, fits) {
    if (this.missing.has(mark)) {
      return -1;
    }
    for (let end = this.text.indexOf(mark, from); end >= 0; end = this.text.indexOf(mark, end + 1)) {
      if (fits(end)) {
        return end;
      }
    }
    this.missing.add(mark);
    return -1;
  }

  escaped() {
    const next = this.text[this.at + 1];
    return /[!-/:-@[-`{-~]/.test(next || '') && this.put(this.at + 2, document.createTextNode(next));
  }

  code() {
    const mark = this.match(/`+/y)[0];
    const from = this.at + mark.length;
    const end = this.find(mark, from, i => this.text[i - 1] !== '`' && this.text[i + mark.length] !== '`');
    if (end > from) {
      return this.put(end + mark.length, el('code', {}, this.text.slice(from, end).replace(/^ (.*) $/s, '$1')));
    }
    if (this.open && mark.length < 3 && from < this.text.length) {
      return this.put(this.text.length, el('code', {}, this.text.slice(from)));
    }
    this.at = from;
    return true;
  }

  emphasis(letter) {
    const mark = this.match(letter === '*' ? /\*+/y : /_+/y)[0];
    const from = this.at + mark.length;
    const inWord = letter === '_' && WORD.test(this.text[this.at - 1] || '');
    if (mark.length <= 3 && !inWord && /\S/.test(this.text[from] || '')) {
      const end = this.find(mark, from + 1, i => this.closes(letter, mark.length, i));
      if (end > 0) {
        return this.put(end + mark.length, this.emphasized(mark.length, this.text.slice(from, end), false));
      }
      if (this.open && mark.length > 1) {
        return this.put(this.text.length, this.emphasized(mark.length, this.text.slice(from), true));
      }
    }
    this.at = from;
    return true;
  }

  closes(letter, size, at) {
    const after = this.text[at + size] || '';
    return /\S/.test(this.text[at - 1])
        && this.text[at - 1] !== letter
        && after !== letter
        && !(letter === '_' && WORD.test(after));
  }

  emphasized(size, content, open) {
    const [outer, inner] = TAGS[size];
    return inner ? el(outer, {}, this.nested(inner, content, open)) : this.nested(outer, content, open);
  }

  struck() {
    const from = this.at + 2;
    const end = this.text.startsWith('~~', this.at) ? this.find('~~', from, i => i > from) : -1;
    return end > 0 && this.put(end + 2, this.nested('del', this.text.slice(from, end), false));
  }

  /** A link; an image is shown as one too, since the page loads nothing from elsewhere. */
  link(bracket) {
    const close = this.closingBracket(bracket);
    if (close < 0) {
      return false;
    }
    const label = this.text.slice(bracket + 1, close);
    const target = /\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+"[^"\n]{0,300}")?\s*\)/y;
    target.lastIndex = close + 1;
    const found = target.exec(this.text);
    if (found) {
      return this.put(target.lastIndex, this.anchor(found[1], label));
    }
    if (this.open && this.text[close + 1] === '(' && !this.text.includes('\n', close)) {
      return this.put(this.text.length, this.nested('span', label, false));
    }
    return false;
  }

  closingBracket(from) {
    let depth = 0;
    for (let i = from; i < this.text.length && i < from + MAX_LABEL; i++) {
      if (this.text[i] === '[') {
        depth++;
      } else if (this.text[i] === ']' && --depth === 0) {
        return i;
      }
    }
    return -1;
  }

  anchor(raw, label) {
    const href = webAddress(raw);
    if (!href) {
      return this.nested('span', label, false);
    }
    const link = el('a', {href, target: '_blank', rel: 'noopener noreferrer', title: href});
    inline(label || href, link, false, MAX_DEPTH - 2);
    return link;
  }

  angled() {
    const found = this.match(/<(https?:\/\/[^\s<>]+)>/y);
    return Boolean(found) && this.put(this.at + found[0].length, this.address(found[1]));
  }

  bareAddress() {
    const found = this.match(/https?:\/\/[^\s<>"`]+/y);
    if (!found) {
      return false;
    }
    let address = found[0].replace(/[.,;:!?'*_~\]}]+$/, '');
    if (address.endsWith(')') && !address.includes('(')) {
      address = address.slice(0, -1);
    }
    return Boolean(webAddress(address)) && this.put(this.at + address.length, this.address(address));
  }

  address(raw) {
    const href = webAddress(raw);
    return href ? el('a', {href, target: '_blank', rel: 'noopener noreferrer'}, raw) : document.createTextNode(raw);
  }
}
