// Which readings become the value of which virtual device of Domoticz: a line for each, `12 roof pv.power pv.energy`. Parts of a value are
// joined by semicolons, as Domoticz has them. Source: [domoticz-mqtt].
import { isMetricId, type MetricId, metricOf } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { MetricValue } from '#core/reading.ts';

/** A part of a value: a number as it is, or a metric; of one with a sign in front only what has it, without the sign. */
type Part = { readonly number: string } | { readonly metric: MetricId; readonly only?: 1 | -1 };

/** A virtual device of Domoticz. */
export interface DomoticzDevice {
  readonly idx: number;
  /** Id of the device of the home. */
  readonly device: string;
  readonly parts: readonly Part[];
}

const mostLines = 500;

function partOf(text: string): Part | undefined {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return { number: text };
  const sign = /^[+-]/.exec(text)?.[0];
  const metric = sign === undefined ? text : text.slice(1);
  if (!isMetricId(metric)) return undefined;
  return { metric, ...(sign === undefined ? {} : { only: sign === '+' ? 1 : -1 }) };
}

function lineOf(text: string): DomoticzDevice | undefined {
  const [idx = '', device = '', ...rest] = text.split(/[\s;,]+/);
  const parts = rest.flatMap((one) => partOf(one) ?? []);
  if (!/^[1-9]\d{0,8}$/.test(idx) || parts.length === 0 || parts.length < rest.length || rest.length > 8)
    return undefined;
  return { idx: Number(idx), device, parts };
}

/** Reads the lines. Errors: `input.invalid` with the first that is none. */
export function domoticzDevices(text: string): readonly DomoticzDevice[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const found = lines.slice(0, mostLines).map((line) => {
    const device = lineOf(line);
    if (device !== undefined) return device;
    const why = because('output.domoticz-line', { line: external(line.slice(0, 100)) });
    throw new SolsteadError('input.invalid', { at: 'settings.devices', why });
  });
  if (found.length > 0 && lines.length <= mostLines) return found;
  throw new SolsteadError('input.invalid', {
    at: 'settings.devices',
    why: because('output.domoticz-lines', { most: mostLines }),
  });
}

function textOf(value: MetricValue, only: 1 | -1 | undefined): string {
  if (typeof value === 'string') return value.replaceAll(';', ',');
  const shown = only === undefined ? value : Math.max(0, value * only);
  return String(Number(shown.toFixed(3)) + 0);
}

/** The message of a virtual device; undefined while one of its values is not known. */
export function domoticzMessage(
  { idx, parts }: DomoticzDevice,
  valueOf: (metric: MetricId) => MetricValue | undefined,
): string | undefined {
  const texts: string[] = [];
  let nvalue = 0;
  for (const part of parts) {
    if ('number' in part) {
      texts.push(part.number);
      continue;
    }
    const value = valueOf(part.metric);
    if (value === undefined) return undefined;
    // A switch has its state there.
    if (parts.length === 1 && metricOf(part.metric).kind === 'binary') nvalue = Number(value);
    texts.push(textOf(value, part.only));
  }
  return JSON.stringify({ command: 'udevice', idx, nvalue, svalue: texts.join(';') });
}

/** Whether a virtual device shows one of some metrics. */
export const shows = ({ parts }: DomoticzDevice, metrics: readonly MetricId[]): boolean =>
  parts.some((part) => 'metric' in part && metrics.includes(part.metric));
