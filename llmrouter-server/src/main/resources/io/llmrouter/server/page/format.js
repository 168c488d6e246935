const whole = new Intl.NumberFormat('en');

/** A count, shortened from ten thousand on. */
export function count(number) {
  if (number < 10_000) {
    return whole.format(number);
  }
  const [size, unit] = number < 1e6 ? [1e3, 'k'] : number < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return (number / size).toFixed(number / size < 100 ? 1 : 0) + unit;
}

/** US dollars with as many digits as tell something; a dash if unknown. */
export function usd(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const number = Number(value);
  const sign = number < 0 ? '−' : '';
  const size = Math.abs(number);
  if (size === 0) {
    return '$0';
  }
  if (size < 0.000001) {
    return sign + '<$0.000001';
  }
  if (size >= 1) {
    return sign + '$' + size.toFixed(2);
  }
  const digits = Math.max(2, 2 - Math.floor(Math.log10(size)));
  return sign + '$' + size.toFixed(digits).replace(/(\.\d\d+?)0+$/, '$1');
}

/** Milliseconds as a duration; a dash if unknown. */
export function millis(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return value < 1_000 ? Math.round(value) + ' ms' : (value / 1_000).toFixed(value < 10_000 ? 2 : 1) + ' s';
}

/** How long ago a moment was, seen from another. */
export function ago(moment, now) {
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(moment)) / 1_000));
  if (seconds < 60) {
    return seconds + ' s ago';
  }
  return seconds < 3_600 ? Math.round(seconds / 60) + ' min ago' : Math.round(seconds / 3_600) + ' h ago';
}
