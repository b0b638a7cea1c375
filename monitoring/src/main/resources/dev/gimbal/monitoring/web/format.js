// Numbers as people read them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const NONE = '–';

/** 1,234,567. */
export function count(value) {
  return value === undefined || value === null ? NONE : Number.isFinite(value) ? whole.format(value) : words(value);
}

/** 135.0 M. */
export function rounded(value) {
  if (!known(value)) return NONE;
  for (const [size, unit] of [[1e9, ' B'], [1e6, ' M']]) {
    if (value >= size) return (value / size).toFixed(value >= 100 * size ? 1 : 2) + unit;
  }
  return whole.format(value);
}

/** 0.31 GiB, in the unit that fits. */
export function bytes(value) {
  if (!known(value)) return NONE;
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < 4) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toPrecision(size >= 10 ? 3 : 2)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}

/** 1 h 5 min: the two largest units that matter. */
export function duration(seconds) {
  if (!known(seconds)) return NONE;
  if (seconds < 9.95) return `${seconds < 0.0005 ? '0' : seconds < 0.95 ? seconds.toPrecision(2) : seconds.toFixed(1)} s`;
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  const parts = [
    [Math.floor(s / 86_400), 'd'],
    [Math.floor(s / 3600) % 24, 'h'],
    [Math.floor(s / 60) % 60, 'min'],
    [s % 60, 's'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts.slice(first, first + 2).filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`).join(' ');
}

/** The same for what goes by: no part of a second. */
export function age(seconds) {
  return known(seconds) ? duration(Math.max(0, seconds) < 9.95 ? Math.round(Math.max(0, seconds)) + 1e-9 : seconds).replace('.0 s', ' s') : NONE;
}

/** 0.0269: three digits that count. */
export function error(value) {
  if (value === undefined || value === null) return NONE;
  if (!Number.isFinite(value)) return words(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1000 || size < 0.0001) return value.toExponential(1).replace('e+', 'e');
  return size >= 100 ? value.toFixed(0) : value.toPrecision(size < 0.001 ? 2 : 3);
}

/** The same in the room of a small cell. */
export function short(value) {
  if (value === undefined || value === null) return '';
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : '∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001) return '<.001';
  if (size < 0.9995) return value.toFixed(3).replace('0.', '.');
  return size >= 1000 ? '>999' : value.toPrecision(size >= 100 ? 3 : 2);
}

/** 38.4 %. */
export function percent(share, digits = 1) {
  return known(share) ? `${(100 * share).toFixed(digits)} %` : NONE;
}

/** 14:03:22, on the reader's clock. */
export function clock(milliseconds) {
  return known(milliseconds) ? new Date(milliseconds).toLocaleTimeString('en-GB') : NONE;
}

/** 22 Nov, 14:03. */
export function moment(milliseconds) {
  if (!known(milliseconds)) return NONE;
  const date = new Date(milliseconds);
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day}, ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}

/** 1 layer, 2 layers. */
export function plural(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function known(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

function words(value) {
  return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
}
