// What may be written at a place of an expression: names of values, devices, functions and words, for an editor.
import { findMetric, metricLabel, isMetricId } from '../catalogue.ts';
import type { Scope } from './scope.ts';
import { words } from './tokens.ts';
import type { Span } from './tree.ts';

/** Something that may stand there. */
export interface Completion {
  readonly kind: 'value' | 'device' | 'function' | 'word';
  readonly text: string;
  /** What it is: the name of a metric with its unit, or how a function is used. */
  readonly note: string;
}

/** What may stand at a place, and what of the text it replaces. */
export interface Completions {
  readonly span: Span;
  readonly options: readonly Completion[];
}

/** Most that are offered. */
const most = 12;

function noteOf(name: string): string {
  if (!isMetricId(name)) return '';
  const unit = findMetric(name)?.unit ?? '';
  return unit === '' ? metricLabel(name) : `${metricLabel(name)}, ${unit}`;
}

function candidates({ names, functions }: Scope): readonly Completion[] {
  return [
    ...names.map((text): Completion => ({ kind: 'value', text, note: noteOf(text) })),
    ...Object.entries(functions).map(
      ([name, { usage }]): Completion => ({ kind: 'function', text: `${name}(`, note: usage }),
    ),
    ...words.slice(0, 5).map((text): Completion => ({ kind: 'word', text, note: '' })),
  ];
}

/** What may be written where the caret is, the likeliest first: what begins so, then what holds it. */
export function completionsAt(text: string, caret: number, scope: Scope): Completions {
  const before = text.slice(0, caret);
  const device = /\bof\s+([a-z0-9][a-z0-9-]*)?$/i.exec(before);
  const typed = device === null ? (/[A-Za-z_][A-Za-z0-9_.]*$/.exec(before)?.[0] ?? '') : (device[1] ?? '');
  const rest = /^[A-Za-z0-9_.]*/.exec(text.slice(caret))?.[0] ?? '';
  const span = { from: caret - typed.length, to: caret + rest.length };
  // Inside a number or its unit nothing is offered.
  if (typed === '' && device === null) return { span, options: [] };
  const all =
    device === null
      ? candidates(scope)
      : (scope.devices ?? []).map((id): Completion => ({ kind: 'device', text: id, note: '' }));
  const wanted = typed.toLowerCase();
  const rank = ({ text: option, note }: Completion): number => {
    const lower = option.toLowerCase();
    if (lower.startsWith(wanted)) return 0;
    if (lower.includes(wanted)) return 1;
    return note.toLowerCase().includes(wanted) ? 2 : 3;
  };
  const options = all
    .map((option, index) => ({ option, index, rank: rank(option) }))
    .filter((one) => one.rank < 3 && one.option.text !== typed)
    .toSorted((left, right) => left.rank - right.rank || left.index - right.index)
    .slice(0, most)
    .map(({ option }) => option);
  return { span, options };
}
