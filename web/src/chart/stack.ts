// Sources of a home on top of each other: what comes in above the line, what is stored or sold below it. Pure.
import type { ChartLine, ChartPoint } from './lines.ts';

/** One band of the stack: its outer edge, to be drawn over the bands behind it. */
export interface Band {
  readonly id: string;
  readonly tone: string;
  readonly points: readonly ChartPoint[];
}

/** Values of a line by time. */
const valuesOf = ({ points }: ChartLine): ReadonlyMap<number, number | null> => new Map(points);

/**
 * The bands of lines whose sources are positive, those behind first. If one source is not known at a moment, it counts as 0;
 * if none is known, the bands break.
 */
export function bandsOf(lines: readonly ChartLine[]): readonly Band[] {
  const values = lines.map(valuesOf);
  const times = [...new Set(values.flatMap((each) => [...each.keys()]))].toSorted((one, other) => one - other);
  const edge = (upTo: number, sign: 1 | -1): readonly ChartPoint[] =>
    times.map((at): ChartPoint => {
      const known = values.map((each) => each.get(at) ?? undefined);
      if (known.every((value) => value === undefined)) return [at, null];
      return [at, known.slice(0, upTo + 1).reduce<number>((sum, value = 0) => sum + (value * sign > 0 ? value : 0), 0)];
    });
  const isSeen = ({ points }: Band): boolean => points.some(([, value]) => value !== null && value !== 0);
  const bands = ([1, -1] as const).flatMap((sign) =>
    lines.map(
      ({ id, tone }, index): Band => ({ id: `${id} ${sign > 0 ? 'in' : 'out'}`, tone, points: edge(index, sign) }),
    ),
  );
  return bands.filter(isSeen).toReversed();
}
