// Least squares with several causes, over sums that can be added up day by day.

/** Sums of one stretch: products of the causes with each other and with the effect. */
export interface Sums {
  readonly xx: readonly (readonly number[])[];
  readonly xy: readonly number[];
  readonly yy: number;
  readonly count: number;
}

/** What is found: a weight and its standard error for each cause. */
export interface Fit {
  readonly weight: readonly number[];
  readonly error: readonly number[];
}

/** The sums of rows of causes and their effect. */
export function sumsOf(rows: readonly { readonly causes: readonly number[]; readonly effect: number }[]): Sums {
  const size = rows[0]?.causes.length ?? 0;
  const xx = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  const xy = Array.from({ length: size }, () => 0);
  let yy = 0;
  for (const { causes, effect } of rows) {
    for (const [i, one] of causes.entries()) {
      xy[i] = (xy[i] ?? 0) + one * effect;
      const row = xx[i];
      if (row === undefined) continue;
      for (const [j, other] of causes.entries()) row[j] = (row[j] ?? 0) + one * other;
    }
    yy += effect * effect;
  }
  return { xx, xy, yy, count: rows.length };
}

/** Two stretches as one. */
export function added(a: Sums, b: Sums): Sums {
  return {
    xx: a.xx.map((row, i) => row.map((value, j) => value + (b.xx[i]?.[j] ?? 0))),
    xy: a.xy.map((value, i) => value + (b.xy[i] ?? 0)),
    yy: a.yy + b.yy,
    count: a.count + b.count,
  };
}

/** The inverse of a matrix by Gauss and Jordan; undefined if it has none. */
function inverse(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | undefined {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let i = column; i < size; i += 1)
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i;
    const [chosen, replaced] = [rows[pivot], rows[column]];
    const head = chosen?.[column] ?? 0;
    if (chosen === undefined || replaced === undefined || Math.abs(head) < 1e-12) return undefined;
    rows[pivot] = replaced;
    const scaled = chosen.map((value) => value / head);
    rows[column] = scaled;
    for (const [i, row] of rows.entries()) {
      const factor = row[column] ?? 0;
      if (i !== column && factor !== 0) rows[i] = row.map((value, j) => value - factor * (scaled[j] ?? 0));
    }
  }
  return rows.map((row) => row.slice(size));
}

/** The fit of some sums; undefined if the causes cannot be told apart or there are too few rows. */
export function fit({ xx, xy, yy, count }: Sums): Fit | undefined {
  if (count <= xy.length) return undefined;
  const turned = inverse(xx);
  if (turned === undefined) return undefined;
  const weight = turned.map((row) => row.reduce((sum, value, j) => sum + value * (xy[j] ?? 0), 0));
  const rest = Math.max(0, yy - weight.reduce((sum, value, i) => sum + value * (xy[i] ?? 0), 0));
  const variance = rest / (count - xy.length);
  return { weight, error: turned.map((row, i) => Math.sqrt(Math.max(0, variance * (row[i] ?? 0)))) };
}
