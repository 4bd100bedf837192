// What is wrong with taxes and limits of a tariff: missing lines, names given twice, sums that depend on themselves.
import { because } from '#core/reason.ts';
import { type DocumentProblem, type Path, withNear } from '#core/schema-check.ts';
import type { FileLimit, FileVersion } from './file-words.ts';

/** Names that are given more than once. */
export function twins(parts: readonly { readonly name: string }[], path: Path): DocumentProblem[] {
  return parts.flatMap(({ name }, index) =>
    parts.findIndex((other) => other.name === name) === index
      ? []
      : [{ path: [...path, index, 'name'], why: because('tariff.part-name', { name }) }],
  );
}

interface Sum {
  readonly name: string;
  readonly of: readonly string[];
}

/** Whether a sum leads to itself over the lines it names. */
function isOfItself(sum: Sum, sums: readonly Sum[]): boolean {
  const seen = new Set<string>();
  const open = [...sum.of];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === sum.name) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const other of sums) if (other.name === name) open.push(...other.of);
  }
  return false;
}

function lineProblems(
  sum: Sum,
  path: Path,
  { names, sums }: { names: readonly string[]; sums: readonly Sum[] },
): DocumentProblem[] {
  const found = sum.of.flatMap((name, index) => {
    if (names.includes(name)) return [];
    const why = because('tariff.no-line', { name, lines: names });
    return [{ path: [...path, 'of', index], why: withNear(why, name, names) }];
  });
  return isOfItself(sum, sums)
    ? [...found, { path: [...path, 'of'], why: because('tariff.sum-cycle', { name: sum.name }) }]
    : found;
}

function limitProblems({ at_least: least, at_most: most, carry }: FileLimit, path: Path): DocumentProblem[] {
  if (least === undefined && most === undefined) return [{ path, why: because('tariff.limit-amount') }];
  if (least !== undefined && most !== undefined && least > most)
    return [{ path: [...path, 'at_least'], why: because('tariff.limit-order', { most }) }];
  return carry !== undefined && least === undefined
    ? [{ path: [...path, 'carry'], why: because('tariff.limit-carry') }]
    : [];
}

/** What is wrong with the taxes and limits of a version. */
export function sumProblems(version: FileVersion, path: Path): DocumentProblem[] {
  const {
    export: given = [],
    generator = [],
    standing = [],
    demand = [],
    steps = [],
    taxes = [],
    limits = [],
  } = version;
  const sums = [...taxes, ...limits];
  const all = [...version.import, ...given, ...generator, ...standing, ...demand, ...steps, ...sums];
  const known = { names: [...new Set(all.map(({ name }) => name))], sums };
  return [
    ...twins(taxes, [...path, 'taxes']),
    ...twins(limits, [...path, 'limits']),
    ...taxes.flatMap((tax, index) => lineProblems(tax, [...path, 'taxes', index], known)),
    ...limits.flatMap((limit, index) => [
      ...lineProblems(limit, [...path, 'limits', index], known),
      ...limitProblems(limit, [...path, 'limits', index]),
    ]),
  ];
}
