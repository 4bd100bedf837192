// What a schema cannot see in a tariff: times that are not multiples of 5 minutes, days that do not exist, tiers out of order.
import { because } from '#core/reason.ts';
import { type DocumentProblem, type Path, withNear } from '#core/schema-check.ts';
import { sumProblems, twins } from './file-meaning-sums.ts';
import type { FileDayClass, FileDemand, FilePrice, FileStep, FileTariff, FileVersion, FileWhen } from './file-words.ts';
import { easterOffset } from './holidays.ts';
import { dayWords } from './tariff.ts';

const isDate = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    // Temporal throws for days that do not exist.
    return false;
  }
};

function clockProblem(text: string | undefined, path: Path): DocumentProblem[] {
  if (text === undefined) return [];
  if (Number(text.slice(3)) % 5 !== 0) return [{ path, why: because('tariff.step', { time: text }) }];
  return text > '24:00' ? [{ path, why: because('tariff.after-day', { time: text }) }] : [];
}

/** What a version names. */
interface Known {
  /** Words for days. */
  readonly days: readonly string[];
}

function dayProblems(days: readonly string[], path: Path, known: Known): DocumentProblem[] {
  return days.flatMap((day, index) => {
    if (known.days.includes(day)) return [];
    if (day === 'holiday') return [{ path, why: because('tariff.no-holidays') }];
    const why = because('tariff.no-day', { day, days: known.days });
    return [{ path: [...path, index], why: withNear(why, day, known.days) }];
  });
}

function whenProblems(rules: readonly FileWhen[], path: Path, known: Known): DocumentProblem[] {
  return rules.flatMap(({ season, days, from, to }, index) => {
    const here = [...path, index];
    const found = [...clockProblem(from, [...here, 'from']), ...clockProblem(to, [...here, 'to'])];
    if (from !== undefined && from >= '24:00') found.push({ path: [...here, 'from'], why: because('tariff.midnight') });
    for (const key of ['from', 'to'] as const)
      if (season !== undefined && !isDate(() => Temporal.PlainMonthDay.from(season[key])))
        found.push({ path: [...here, 'season', key], why: because('tariff.no-date', { date: season[key] }) });
    return [...found, ...dayProblems(days ?? [], [...here, 'days'], known)];
  });
}

type Tiers = (FilePrice & { kind: 'tiered' })['tiers'];

function tierProblems(tiers: Tiers, path: Path, { isLong }: { readonly isLong: boolean }): DocumentProblem[] {
  const daily = tiers.some(({ up_to_per_day: upTo }) => upTo !== undefined);
  return tiers.flatMap((tier, index): DocumentProblem[] => {
    const here = [...path, index];
    const key = daily ? 'up_to_per_day' : 'up_to';
    if (daily && tier.up_to !== undefined) return [{ path: [...here, 'up_to'], why: because('tariff.tier-kinds') }];
    if (daily && !isLong) return [{ path: here, why: because('tariff.tier-day') }];
    const last = index === tiers.length - 1;
    const before = tiers[index - 1]?.[key] ?? 0;
    const upTo = tier[key];
    if (upTo === undefined) return last ? [] : [{ path: here, why: because('tariff.last-tier') }];
    if (last) return [{ path: [...here, key], why: because('tariff.open-tier') }];
    return upTo > before ? [] : [{ path: [...here, key], why: because('tariff.tier-order', { before }) }];
  });
}

/** Steps are like tiers, but an amount may be due from 0 on. */
function stepProblems(steps: readonly FileStep[], path: Path): DocumentProblem[] {
  return steps.flatMap(({ up_to: upTo }, index): DocumentProblem[] => {
    const here = [...path, index];
    const last = index === steps.length - 1;
    const before = steps[index - 1]?.up_to ?? -1;
    if (upTo === undefined) return last ? [] : [{ path: here, why: because('tariff.last-step') }];
    if (last) return [{ path: [...here, 'up_to'], why: because('tariff.open-step') }];
    return upTo > before ? [] : [{ path: [...here, 'up_to'], why: because('tariff.tier-order', { before }) }];
  });
}

function partProblems(
  part: FilePrice,
  path: Path,
  { known, net }: { known: Known; net: FileVersion['net'] },
): DocumentProblem[] {
  const found = whenProblems(part.when ?? [], [...path, 'when'], known);
  const own = part.net ?? net ?? 'none';
  if (part.counts === 'netted' && own === 'none')
    found.push({ path: [...path, 'counts'], why: because('tariff.counts-net') });
  switch (part.kind) {
    case 'flat':
      return found;
    case 'time-of-use':
      return [
        ...found,
        ...part.windows.flatMap(({ when }, index) => whenProblems(when, [...path, 'windows', index, 'when'], known)),
      ];
    case 'tiered': {
      const isLong = part.per !== 'hour' && part.per !== 'quarter-hour';
      return [...found, ...tierProblems(part.tiers, [...path, 'tiers'], { isLong })];
    }
    case 'dynamic': {
      const { floor, cap } = part;
      return floor !== undefined && cap !== undefined && floor > cap
        ? [...found, { path: [...path, 'floor'], why: because('tariff.floor', { cap }) }]
        : found;
    }
  }
}

function fromProblems(from: string, path: Path): DocumentProblem[] {
  const isDay = from.length === 10;
  const read = (): unknown => (isDay ? Temporal.PlainDate.from(from) : Temporal.Instant.from(from));
  if (!isDate(read)) return [{ path, why: because('tariff.no-date', { date: from }) }];
  const odd = !isDay && Temporal.Instant.from(from).epochMilliseconds % 300_000 !== 0;
  return odd ? [{ path, why: because('tariff.version-step') }] : [];
}

/** Whether a text is a day of a calendar, of every year or from Easter. */
const isDayName = (text: string): boolean =>
  easterOffset(text) !== undefined ||
  isDate(() => (text.length === 5 ? Temporal.PlainMonthDay.from(text) : Temporal.PlainDate.from(text)));

function classProblems(one: FileDayClass, path: Path): DocumentProblem[] {
  const found = clockProblem(one.begins, [...path, 'begins']);
  if (one.region !== undefined && one.country === undefined)
    found.push({ path: [...path, 'region'], why: because('tariff.region') });
  for (const key of ['dates', 'except'] as const)
    for (const [index, date] of (one[key] ?? []).entries())
      if (!isDayName(date)) found.push({ path: [...path, key, index], why: because('tariff.no-date', { date }) });
  if (one.name !== undefined && one.name !== 'holiday' && dayWords.some((word) => word === one.name))
    found.push({ path: [...path, 'name'], why: because('tariff.weekday', { name: one.name }) });
  return found;
}

const isList = <Item>(value: Item | readonly Item[]): value is readonly Item[] => Array.isArray(value);

function holidayProblems({ holidays }: FileVersion, path: Path): DocumentProblem[] {
  if (holidays === undefined) return [];
  if (!isList(holidays)) return classProblems(holidays, path);
  const names = holidays.map(({ name = 'holiday' }) => ({ name }));
  return [...holidays.flatMap((one, index) => classProblems(one, [...path, index])), ...twins(names, path)];
}

function demandProblems(charge: FileDemand, path: Path, known: Known): DocumentProblem[] {
  const { when = [], factors = [], steps, price } = charge;
  const found = whenProblems(when, [...path, 'when'], known);
  for (const [index, factor] of factors.entries())
    found.push(...whenProblems(factor.when, [...path, 'factors', index, 'when'], known));
  if ((price === undefined) === (steps === undefined)) found.push({ path, why: because('tariff.demand-price') });
  return [...found, ...stepProblems(steps ?? [], [...path, 'steps'])];
}

/** The words for days that a version knows. */
function dayNames({ holidays = [] }: FileVersion): readonly string[] {
  const classes = isList(holidays) ? holidays : [holidays];
  const known = classes.filter(({ country, dates }) => country !== undefined || dates !== undefined);
  return [...dayWords.filter((word) => word !== 'holiday'), ...known.map(({ name = 'holiday' }) => name)];
}

function versionProblems(version: FileVersion, path: Path): DocumentProblem[] {
  const { demand = [], standing = [], generator = [], steps = [], year_start: yearStart } = version;
  const known = { days: dayNames(version) };
  const found = [...fromProblems(version.from, [...path, 'from']), ...holidayProblems(version, [...path, 'holidays'])];
  if (yearStart !== undefined && !isDate(() => Temporal.PlainMonthDay.from(yearStart)))
    found.push({ path: [...path, 'year_start'], why: because('tariff.no-date', { date: yearStart }) });
  for (const side of ['import', 'export'] as const) {
    const parts = version[side] ?? [];
    found.push(...twins(parts, [...path, side]));
    for (const [index, part] of parts.entries())
      found.push(...partProblems(part, [...path, side, index], { known, net: version.net }));
  }
  found.push(...twins(generator, [...path, 'generator']));
  found.push(...twins(standing, [...path, 'standing']), ...twins(demand, [...path, 'demand']));
  for (const [index, charge] of demand.entries())
    found.push(...demandProblems(charge, [...path, 'demand', index], known));
  found.push(...twins(steps, [...path, 'steps']));
  for (const [index, charge] of steps.entries())
    found.push(...stepProblems(charge.steps, [...path, 'steps', index, 'steps']));
  return [...found, ...sumProblems(version, path)];
}

/** What is wrong with a tariff that has passed the schema. */
export const meaningProblems = ({ versions }: FileTariff): DocumentProblem[] =>
  versions.flatMap((version, index) => versionProblems(version, ['versions', index]));
