import {svg} from './dom.js';

const WIDTH = 240;
/** Free on both sides of a line, so that its ends are seen whole. */
const SIDE = 4;

/** A small line of values over time; a value that is missing leaves a gap, one that stands alone is a dot. */
export function spark(values, colour, label) {
  const height = 34;
  const most = Math.max(...values.map(value => value ?? 0), 0);
  const chart = frame(height, label, 'spark ' + colour);
  if (most === 0) {
    chart.append(svg('path', {class: 'base', d: `M0 ${height - 1}H${WIDTH}`}));
    return chart;
  }
  const point = (value, place) => [
    round(SIDE + place / (values.length - 1) * (WIDTH - 2 * SIDE)), round(height - 3 - value / most * (height - 8)),
  ];
  for (const run of runs(values)) {
    const points = run.map(([value, place]) => point(value, place));
    const path = 'M' + points.map(([x, y]) => x + ' ' + y).join('L');
    if (points.length > 1) {
      chart.append(svg('path', {class: 'area', d: `${path}L${points.at(-1)[0]} ${height}L${points[0][0]} ${height}Z`}));
    }
    chart.append(svg('path', points.length > 1 ? {class: 'line', d: path} : {class: 'line dot', d: path + 'h.01'}));
  }
  return chart;
}

function runs(values) {
  const found = [];
  let run = null;
  values.forEach((value, place) => {
    if (value === null) {
      run = null;
    } else if (run) {
      run.push([value, place]);
    } else {
      run = [[value, place]];
      found.push(run);
    }
  });
  return found;
}

/** Bars over time, each made of the parts of several series: [{values, colour}]. */
export function stack(series, length, label) {
  const height = 90;
  const chart = frame(height, label, 'bars');
  const sums = Array.from({length}, (unused, place) => series.reduce((sum, one) => sum + one.values[place], 0));
  const most = Math.max(...sums, 1);
  const step = WIDTH / length;
  const top = new Array(length).fill(height);
  chart.append(svg('path', {class: 'base', d: `M0 ${height - 0.5}H${WIDTH}`}));
  for (const {values, colour} of series) {
    values.forEach((value, place) => {
      const size = value / most * (height - 4);
      top[place] -= size;
      if (size > 0) {
        chart.append(svg('rect', {
          class: colour, x: round(place * step), y: round(top[place]), width: round(Math.max(step - 0.5, 0.8)), height: round(size),
        }));
      }
    });
  }
  return chart;
}

function frame(height, label, kind) {
  return svg('svg', {
    viewBox: `0 0 ${WIDTH} ${height}`, preserveAspectRatio: 'none', class: kind, role: 'img', 'aria-label': label,
  });
}

const round = value => Math.round(value * 100) / 100;
