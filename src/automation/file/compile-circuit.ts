// From what people wrote of a circuit to one that works.
import type { Expression } from '#core/expression/expression.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Path } from '#core/schema-check.ts';
import { setPointOf, setPoints, type SetPointId } from '#core/set-points.ts';
import { minuteMs } from '#core/time.ts';
import type { Circuit, Giving } from '../circuits/circuit.ts';
import type { Target } from '../claim.ts';
import { durationOr } from '../duration.ts';
import type { FileCircuit } from './words.ts';

/** What looks things up, and notes what is wrong. */
export interface Compiler {
  readonly targets: Target[];
  wrong(path: Path, why: Reason): undefined;
  expression(text: string, path: Path, wants?: 'condition' | 'any'): Expression | undefined;
  device(id: string, path: Path): string;
  point(text: string, path: Path): SetPointId | undefined;
  /** The id of something, told where another one has it. */
  own(given: { readonly id?: string; readonly name: string }, path: Path): string;
}

const watt = setPoints['heater.power.target'].unit;
const ampere = setPoints['charger.current.limit'].unit;
/** It has to be too much for so long, and there has to be room for so long, where nothing is said, ms. */
const usual = { overMs: 3000, backMs: 5 * minuteMs, blindAfterMs: minuteMs } as const;
/** The least that a car takes, A. Source: IEC 61851-1. */
const leastA = 6;

type FileGiving = FileCircuit['gives'][number];

/** What is safe while nobody knows what flows. A mean harms no fuse: there, what is not said stays as it is. */
function blindOf({ blind }: FileGiving, setPoint: SetPointId, isMean: boolean): Pick<Giving, 'blindTo'> {
  if (blind === 'keep' || (blind === undefined && isMean)) return {};
  return { blindTo: blind ?? (setPoint === 'charger.current.limit' ? leastA : 0) };
}

interface Place {
  readonly path: Path;
  readonly unit: string | undefined;
  readonly isMean: boolean;
}

function givingOf(compiler: Compiler, giving: FileGiving, { path, unit, isMean }: Place): Giving | undefined {
  const { device, point, takes } = giving;
  const setPoint = compiler.point(point, [...path, 'point']);
  const id = compiler.device(device, [...path, 'device']);
  if (setPoint === undefined) return undefined;
  compiler.targets.push({ device: id, setPoint });
  // What leaves a car less than it takes pauses it.
  if (setPoint === 'charger.current.limit') compiler.targets.push({ device: id, setPoint: 'charger.enabled' });
  const row = setPointOf(setPoint);
  const isNumber = row.kind === 'number';
  const isSame = isNumber && row.unit === unit;
  // What a car takes follows from its amperes.
  if (!isSame && setPoint !== 'charger.current.limit' && takes === undefined)
    return compiler.wrong(path, because('act.circuit-takes'));
  const graded = isSame ? 'same' : isNumber ? 'share' : 'no';
  return {
    device: id,
    setPoint,
    takes: takes ?? Number.POSITIVE_INFINITY,
    graded,
    ...blindOf(giving, setPoint, isMean),
  };
}

/** Makes one. */
export function circuitOf(compiler: Compiler, circuit: FileCircuit, index: number): Circuit {
  const path = ['circuits', index];
  const texts = typeof circuit.measured === 'string' ? [circuit.measured] : circuit.measured;
  const measured = texts.flatMap((text) => compiler.expression(text, [...path, 'measured'], 'any') ?? []);
  const units = new Set(measured.map(({ type }) => (type.kind === 'number' ? type.unit : undefined)));
  const [unit] = units;
  const isMean = circuit.mean !== undefined;
  if (measured.length > 0 && (units.size > 1 || (unit !== watt && unit !== ampere)))
    compiler.wrong([...path, 'measured'], because('act.circuit-unit'));
  return {
    id: compiler.own(circuit, path),
    name: circuit.name,
    measured,
    limit: circuit.limit,
    unit: unit === ampere ? ampere : watt,
    meanMs: durationOr(circuit.mean, undefined),
    when: circuit.when === undefined ? undefined : compiler.expression(circuit.when, [...path, 'when']),
    giving: circuit.gives.flatMap(
      (one, at) => givingOf(compiler, one, { path: [...path, 'gives', at], unit, isMean }) ?? [],
    ),
    afterMs: durationOr(circuit.after, circuit.mean === undefined ? usual.overMs : minuteMs),
    backMs: durationOr(circuit.back, usual.backMs),
    blindAfterMs: durationOr(circuit.blind_after, usual.blindAfterMs),
  };
}
