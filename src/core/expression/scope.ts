// What an expression may name: the values and functions of an environment. A filter of an output has those of the home as it is now; what
// has history offers more of the same language.
import { catalogue, findMetric } from '../catalogue.ts';
import { keysOf } from '../entries.ts';
import { historyFunctions, momentFunctions, type Signature } from './functions.ts';
import type { ValueType } from './tree.ts';

/** An environment, as far as it can be told before anything is evaluated. */
export interface Scope {
  /** What a name is, of the home or of a device; undefined: there is no such value. */
  typeOf(name: string): ValueType | undefined;
  /** Names to complete and to guess from. */
  readonly names: readonly string[];
  /** Ids of devices that may follow `of`; absent: any. */
  readonly devices?: readonly string[] | undefined;
  readonly functions: Readonly<Record<string, Signature>>;
}

/** What a metric of the catalogue is in an expression. */
function metricType(name: string): ValueType | undefined {
  const metric = findMetric(name);
  if (metric === undefined) return undefined;
  if (metric.kind === 'text') return { kind: 'text' };
  return metric.kind === 'binary' ? { kind: 'truth' } : { kind: 'number', unit: metric.unit };
}

const metricNames: readonly string[] = Object.freeze(keysOf(catalogue).map((key) => key.replace('#', '1')));

/** The values of a home by the catalogue. With `history` the functions that look back are offered, too. */
export function homeScope({
  devices,
  history = false,
}: {
  readonly devices?: readonly string[];
  readonly history?: boolean;
} = {}): Scope {
  return {
    typeOf: metricType,
    names: metricNames,
    devices,
    functions: history ? { ...momentFunctions, ...historyFunctions } : momentFunctions,
  };
}
