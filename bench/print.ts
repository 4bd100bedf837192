// The table of a bench run, for people.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { formatTable } from '#cli/print.ts';
import type { Goal, Row } from './contest.ts';

/** The machine a run was made on, in one line. */
export function machine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  const load = loadavg().map((one) => one.toFixed(1));
  return `Node ${process.versions.node}, ${availableParallelism()} × ${model}, load ${load.join(' ')}`;
}

/** Three digits that matter, thousands apart. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return Number(value.toPrecision(3)).toLocaleString('en').replaceAll(',', ' ');
  return String(Number(value.toPrecision(3)));
}

function goalText({ of, is, bound }: Goal, unit: string): string {
  return `${is === 'at most' ? '≤' : '≥'} ${shown(bound)}${of === 'ratio' ? ' ×' : ` ${unit}`}`;
}

function mark(passed: boolean | undefined): string {
  if (passed === undefined) return '';
  return passed ? '✓' : '✗';
}

/** Rows as an aligned table, notes below. */
export function formatRows(rows: readonly Row[]): string {
  const noted = rows.filter(({ note }) => note !== undefined).map(({ name, note = '' }) => `${name}: ${note}`);
  const table = formatTable(
    rows.map(({ name, unit, ours, reference, ratio, goal, passed, spread: [low, high], load }) => ({
      row: name,
      unit,
      ours: shown(ours),
      'low – high': `${shown(low)} – ${shown(high)}`,
      reference: reference === undefined ? '' : shown(reference),
      ratio: ratio === undefined ? '' : ratio.toFixed(2),
      goal: goal === undefined ? '' : goalText(goal, unit),
      '': mark(passed),
      load: load.toFixed(1),
    })),
  );
  return [table, ...(noted.length === 0 ? [] : ['', ...noted])].join('\n');
}
