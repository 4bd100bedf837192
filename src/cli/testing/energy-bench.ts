// A bench for `solstead energy` in tests: a CSV text in, the answer out, all in this process.
import { Readable } from 'node:stream';
import { commandContext } from '#main/command-context.ts';
import { energy, type EnergyFlags } from '../commands/energy.ts';

/** A row of an answer, as a stranger reads it. */
export interface AnswerRow {
  readonly label: string;
  readonly start: string;
  readonly end: string;
  readonly pv?: number;
  readonly load?: number;
  readonly import?: number;
  readonly export?: number;
  readonly charge?: number;
  readonly discharge?: number;
  readonly flows: Readonly<Record<string, number>>;
  readonly circuits?: readonly { readonly device: string; readonly energy: number }[];
  readonly everythingElse?: number;
  readonly circuitsOver?: number;
  readonly meteringError: number;
  readonly selfSufficiency?: number;
  readonly selfConsumption?: number;
  readonly cost?: string;
  readonly earned?: string;
  readonly savings?: { readonly pv?: string; readonly battery?: string };
  readonly co2?: number;
  readonly co2Saved?: number;
  readonly measured: number;
  readonly estimated: number;
  readonly missing: number;
  readonly events: readonly { readonly kind: string; readonly energy: number; readonly count: number }[];
}

/** The answer of `--json`. */
export interface Answer {
  readonly timeZone: string;
  readonly by: string;
  readonly currency?: string;
  readonly rows: readonly AnswerRow[];
  readonly total: AnswerRow;
  readonly circuits?: readonly { readonly device: string; readonly name: string }[];
  readonly sources: readonly { readonly id: string; readonly kind: string; readonly gapLimitSeconds?: number }[];
  readonly readings: { readonly rejected: { readonly count: number } };
  readonly why?: { readonly energy: number; readonly from: readonly { readonly rule: string }[] };
  readonly warnings: readonly string[];
}

/** What the command printed. */
export interface Printed {
  readonly out: string;
  readonly err: string;
}

/** Runs the command over a text as its standard input. */
export async function printed(csv: string, flags: Partial<EnergyFlags> = {}): Promise<Printed> {
  let [out, err] = ['', ''];
  await energy(
    { by: 'day', readings: '-', timezone: 'UTC', ...flags },
    {
      stdin: Readable.from([Buffer.from(csv)]),
      out: { write: (text) => void (out += text) },
      err: { write: (text: string) => void (err += text) },
    },
    commandContext,
  );
  return { out, err };
}

/** The answer as JSON. */
export async function answer(csv: string, flags: Partial<EnergyFlags> = {}): Promise<Answer> {
  const { out } = await printed(csv, { json: true, ...flags });
  return JSON.parse(out) as Answer;
}

/** A long file of one metric; times are ISO texts or epoch ms. */
export function longCsv(
  metric: string,
  rows: readonly (readonly [at: string | number, value: number | string])[],
): string {
  const time = (at: string | number): string => (typeof at === 'string' ? at : new Date(at).toISOString());
  return `time,metric,value\n${rows.map(([at, value]) => `${time(at)},${metric},${value}\n`).join('')}`;
}

/** Rows every `everyMs` in [fromMs, toMs). */
export function steady(
  everyMs: number,
  [fromMs, toMs]: readonly [number, number],
  value: (atMs: number) => number | string,
): [number, number | string][] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / everyMs) }, (_none, index) => {
    const at = fromMs + index * everyMs;
    return [at, value(at)];
  });
}
