// What a schema cannot see in a tariff: edges that are no multiple of 5 minutes, days that are in no calendar, tiers out of order.
import { because } from '#core/reason.ts';
import type { Path, Problem } from './file-check.ts';
import type { FilePrice, FileTariff, FileVersion, FileWhen } from './file-words.ts';

const isDate = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    // Temporal throws for days no calendar has.
    return false;
  }
};

function clockProblem(text: string | undefined, path: Path): Problem[] {
  if (text === undefined) return [];
  if (Number(text.slice(3)) % 5 !== 0) return [{ path, why: because('tariff.step', { time: text }) }];
  return text > '24:00' ? [{ path, why: because('tariff.after-day', { time: text }) }] : [];
}

function whenProblems(rules: readonly FileWhen[], path: Path, { holidays }: { holidays: boolean }): Problem[] {
  return rules.flatMap(({ season, days, from, to }, index) => {
    const here = [...path, index];
    const found = [...clockProblem(from, [...here, 'from']), ...clockProblem(to, [...here, 'to'])];
    if (from !== undefined && from >= '24:00') found.push({ path: [...here, 'from'], why: because('tariff.midnight') });
    for (const key of ['from', 'to'] as const)
      if (season !== undefined && !isDate(() => Temporal.PlainMonthDay.from(season[key])))
        found.push({ path: [...here, 'season', key], why: because('tariff.no-date', { date: season[key] }) });
    if (days?.includes('holiday') === true && !holidays)
      found.push({
        path: [...here, 'days'],
        why: because('tariff.no-holidays'),
      });
    return found;
  });
}

function partProblems(part: FilePrice, path: Path, known: { holidays: boolean }): Problem[] {
  switch (part.kind) {
    case 'flat':
      return [];
    case 'time-of-use':
      return part.windows.flatMap(({ when }, index) => whenProblems(when, [...path, 'windows', index, 'when'], known));
    case 'tiered':
      return part.tiers.flatMap(({ up_to: upTo }, index) => {
        const here = [...path, 'tiers', index];
        const last = index === part.tiers.length - 1;
        const before = part.tiers[index - 1]?.up_to ?? 0;
        if (upTo === undefined) return last ? [] : [{ path: here, why: because('tariff.last-tier') }];
        if (last) return [{ path: [...here, 'up_to'], why: because('tariff.open-tier') }];
        return upTo > before ? [] : [{ path: [...here, 'up_to'], why: because('tariff.tier-order', { before }) }];
      });
    case 'dynamic': {
      const { floor, cap } = part;
      return floor !== undefined && cap !== undefined && floor > cap
        ? [{ path: [...path, 'floor'], why: because('tariff.floor', { cap }) }]
        : [];
    }
  }
}

function twins(parts: readonly { readonly name: string }[], path: Path): Problem[] {
  return parts.flatMap(({ name }, index) =>
    parts.findIndex((other) => other.name === name) === index
      ? []
      : [{ path: [...path, index, 'name'], why: because('tariff.part-name', { name }) }],
  );
}

function fromProblems(from: string, path: Path): Problem[] {
  const isDay = from.length === 10;
  const read = (): unknown => (isDay ? Temporal.PlainDate.from(from) : Temporal.Instant.from(from));
  if (!isDate(read)) return [{ path, why: because('tariff.no-date', { date: from }) }];
  const odd = !isDay && Temporal.Instant.from(from).epochMilliseconds % 300_000 !== 0;
  return odd ? [{ path, why: because('tariff.version-step') }] : [];
}

function versionProblems(version: FileVersion, path: Path): Problem[] {
  const { holidays, demand = [], standing = [] } = version;
  const known = { holidays: holidays?.country !== undefined || holidays?.dates !== undefined };
  const found = fromProblems(version.from, [...path, 'from']);
  if (holidays?.region !== undefined && holidays.country === undefined)
    found.push({ path: [...path, 'holidays', 'region'], why: because('tariff.region') });
  for (const [index, date] of (holidays?.dates ?? []).entries())
    if (!isDate(() => Temporal.PlainDate.from(date)))
      found.push({ path: [...path, 'holidays', 'dates', index], why: because('tariff.no-date', { date: date }) });
  for (const side of ['import', 'export'] as const) {
    const parts = version[side] ?? [];
    found.push(...twins(parts, [...path, side]));
    for (const [index, part] of parts.entries()) found.push(...partProblems(part, [...path, side, index], known));
  }
  found.push(...twins(standing, [...path, 'standing']), ...twins(demand, [...path, 'demand']));
  for (const [index, { when = [] }] of demand.entries())
    found.push(...whenProblems(when, [...path, 'demand', index, 'when'], known));
  return found;
}

/** What is wrong with a tariff that has passed the schema. */
export const meaningProblems = ({ versions }: FileTariff): Problem[] =>
  versions.flatMap((version, index) => versionProblems(version, ['versions', index]));
