// Answers as text for a screen or a pipe, in the forms that mpp-solar has: scripts read them.
import { visible } from '#core/visible.ts';
import type { KeyedField, ShapedAnswer } from '../shape.ts';
import { columnsOf, padded } from './columns.ts';

/** Puts an answer into words; whole lines. */
type TextForm = (answer: ShapedAnswer, look: { readonly isTerminal: boolean }) => string;

/** A value in one line: what a device says must not act on a terminal, nor begin another line of a script. */
const lineOf = (value: string | number): string => visible(String(value)).replaceAll(/[\n\r\t]+/g, ' ');

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

const headed = ({ command, title }: ShapedAnswer): string => `Command: ${lineOf(command)} - ${lineOf(title)}`;

/** Widths of the three columns, as the old program has them at least. */
function widthsOf(fields: readonly KeyedField[], least: readonly [number, number, number]): readonly number[] {
  const columns = [
    ['Parameter', ...fields.map(({ key }) => key)],
    ['Value', ...fields.map(({ value }) => lineOf(value))],
    ['Unit', ...fields.map(({ unit }) => unit)],
  ];
  return columns.map((column, place) =>
    column.reduce((most, text) => Math.max(most, columnsOf(text) + 1), least[place] ?? 0),
  );
}

const [bold, dim, plain] = ['\u001b[1m', '\u001b[2m', '\u001b[0m'];

/** A table; where a person looks at it, the values stand out. */
const screen: TextForm = (answer, { isTerminal }) => {
  const paint = (colour: string, text: string): string => (isTerminal ? `${colour}${text}${plain}` : text);
  const { fields } = answer;
  const [keys = 0, values = 0] = widthsOf(fields, [10, 15, 0]);
  const rule = '-'.repeat(80);
  return lines([
    paint(bold, headed(answer)),
    paint(dim, rule),
    paint(dim, `${padded('Parameter', keys)}${padded('Value', values)}Unit`),
    ...fields.map(({ key, value, unit }) =>
      `${padded(visible(key), keys)}${paint(bold, padded(lineOf(value), values))}${unit}`.trimEnd(),
    ),
    paint(dim, rule),
    '',
  ]);
};

/** The same with lines around it. */
const boxdraw: TextForm = (answer) => {
  const { fields } = answer;
  const head = ` ${headed(answer)}`;
  const [keys = 0, values = 0, unit = 0] = widthsOf(fields, [10, 7, 6]);
  const units = Math.max(unit, columnsOf(head) - keys - values - 4);
  const widths = [keys, values, units].map((width) => width + 1);
  const ruled = (fill: string, [first, mid, last]: readonly [string, string, string]): string =>
    `${first}${widths.map((width) => fill.repeat(width)).join(mid)}${last}`;
  const row = (cells: readonly string[]): string =>
    `║${cells.map((cell, place) => padded(` ${cell}`, widths[place] ?? 0)).join('│')}║`;
  return lines([
    ruled('═', ['╔', '═', '╗']),
    `║${padded(head, keys + values + units + 5)}║`,
    ruled('═', ['╠', '╤', '╣']),
    row(['Parameter', 'Value', 'Unit']),
    ruled('─', ['╟', '┼', '╢']),
    ...fields.map((field) => row([visible(field.key), lineOf(field.value), field.unit])),
    ruled('═', ['╚', '╧', '╝']),
    '',
  ]);
};

const json = ({ about, fields }: ShapedAnswer, isWithUnits: boolean): string => {
  const values = fields.map(({ key, value, unit }) => [key, isWithUnits ? { value, unit } : value] as const);
  return `${JSON.stringify({ ...about, ...Object.fromEntries(values) })}\n`;
};

/** A cell: in quotation marks where it needs them, never the beginning of a formula in a spreadsheet. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csv: TextForm = ({ atMs, device, command, fields }) => {
  const row = (cells: readonly (string | number)[]): string => cells.map(cell).join(',');
  return lines([
    row(['time', 'device', 'command', ...fields.map(({ key }) => key)]),
    row([new Date(atMs).toISOString(), device, command, ...fields.map(({ value }) => value)]),
  ]);
};

/** Bytes as Python writes them: printable characters, `\r`, and `\xff`. */
function asciiOf(bytes: Uint8Array): string {
  const named: Readonly<Record<number, string>> = {
    9: String.raw`\t`,
    10: String.raw`\n`,
    13: String.raw`\r`,
    39: String.raw`\'`,
    92: String.raw`\\`,
  };
  const written = Array.from(
    bytes,
    (byte) =>
      named[byte] ??
      (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : String.raw`\x` + byte.toString(16).padStart(2, '0')),
  );
  return `'${written.join('')}'`;
}

const raw: TextForm = (answer) =>
  lines([headed(answer), '-'.repeat(60), `${padded('raw_response', 30)}\t${asciiOf(answer.raw)}`]);

/** Every form of text but that of Prometheus. */
export const textForms = {
  screen,
  boxdraw,
  simple: ({ fields }) => lines(fields.map(({ key, value }) => `${visible(key)}=${lineOf(value)}`)),
  simpleunits: ({ fields }) =>
    lines(fields.map(({ key, value, unit }) => `${visible(key)}=${lineOf(value)}${unit === '' ? '' : `(${unit})`}`)),
  value: ({ fields }) => lines(fields.map(({ value }) => lineOf(value))),
  raw,
  json: (answer) => json(answer, false),
  json_units: (answer) => json(answer, true),
  csv,
} as const satisfies Readonly<Record<string, TextForm>>;
