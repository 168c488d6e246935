const DIMENSIONS = 2_048;
const WORD = /[\p{L}\p{N}]+/gu;

/** How often each word comes, words being numbered by their hash. */
export function vector(text) {
  const counts = new Map();
  for (const [word] of text.toLowerCase().matchAll(WORD)) {
    const index = hash(word) % DIMENSIONS;
    counts.set(index, (counts.get(index) || 0) + 1);
  }
  return counts;
}

/** FNV-1a, 32 bits. */
function hash(word) {
  let value = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) {
    value = Math.imul(value ^ word.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

/** The cosine of two word counts: 0 where they share no word, 1 where they are the same. */
export function cosine(a, b) {
  let product = 0;
  for (const [index, times] of a) {
    product += times * (b.get(index) || 0);
  }
  return product === 0 ? 0 : product / (norm(a) * norm(b));
}

function norm(counts) {
  let sum = 0;
  for (const times of counts.values()) {
    sum += times * times;
  }
  return Math.sqrt(sum);
}

/** The turns most similar to a text, at most that many and in their own order; those that share no word are left out. */
export function mostSimilar(turns, text, most) {
  const wanted = vector(text);
  return turns
      .map((turn, place) => ({turn, place, score: cosine(wanted, vector(turn.user + ' ' + turn.assistant))}))
      .filter(rated => rated.score > 0)
      .sort((a, b) => b.score - a.score || b.place - a.place)
      .slice(0, most)
      .sort((a, b) => a.place - b.place)
      .map(rated => rated.turn);
}
