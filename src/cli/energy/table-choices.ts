// What a person says about a file's readings, if the file does not show it.
import { entriesOf } from '#core/entries.ts';
import { because, type Reason } from '#core/reason.ts';
import type { PhaseRule } from '#energy/metering/plan-options.ts';
import type { MeterRoles } from '#energy/metering/roles.ts';
import type { TableOptions, TableKey } from '#energy/metering/table-plan.ts';
import { idOfPart } from '#core/meter-part.ts';
import { partsOf } from '#energy/metering/parts.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Readings } from './readings-of.ts';
import { roleFrom } from './role-text.ts';

/** Flags that say how readings are taken. */
export interface ChoiceFlags {
  /** Seconds. */
  readonly interval?: number;
  /** Seconds; Infinity: a reading holds until the next. */
  readonly gapLimit?: number;
  readonly maxPower?: number;
  readonly phases?: PhaseRule;
  readonly load?: 'own' | 'derived';
  readonly source?: readonly string[];
  /** What devices measure, as `device=circuit`. */
  readonly role?: readonly string[];
  readonly daily?: readonly string[];
}

const usage = (at: string, why: Reason): SolsteadError => new SolsteadError('input.usage', { at, why });

const names: Readonly<Record<keyof ChoiceFlags, string>> = {
  interval: '--interval',
  gapLimit: '--gap-limit',
  maxPower: '--max-power',
  phases: '--phases',
  load: '--load',
  source: '--source',
  role: '--role',
  daily: '--daily',
};

/** The ledger of a home has its own rules. Errors: `input.usage` for a flag that only a file can have. */
export function refuseChoices(flags: ChoiceFlags): void {
  for (const [key, name] of entriesOf(names))
    if (flags[key] !== undefined) throw usage(name, because('flag.files-only'));
}

function speakersOf(given: readonly string[], keys: readonly TableKey[]): Map<string, string> {
  return new Map(
    given.map((text) => {
      const [side = '', device] = text.split('=');
      if (device === undefined || !['pv', 'grid', 'battery', 'load'].includes(side))
        throw usage('--source', because('flag.source', { text }));
      const own = [...new Set(keys.filter(({ metric }) => metric.startsWith(`${side}.`)).map((key) => key.device))];
      if (!own.includes(device)) throw usage('--source', because('flag.no-source', { device, side, known: own }));
      return [side, device];
    }),
  );
}

/** What devices measure, as a person says. Errors: `input.usage`. */
function rolesOf(given: readonly string[], keys: readonly TableKey[]): MeterRoles {
  const devices = Map.groupBy(keys, ({ device }) => device);
  const known = [...devices].flatMap(([id, own]) => {
    const parts = partsOf({ id, kind: 'meter', metrics: own.map(({ metric }) => metric) });
    return [id, ...parts.map(idOfPart)];
  });
  return new Map(
    given.map((text) => {
      const at = text.indexOf('=');
      const device = text.slice(0, at);
      if (at < 1 || !known.includes(device)) throw usage('--role', because('flag.role-device', { text, known }));
      return [device, roleFrom(text.slice(at + 1), { flag: '--role', known })] as const;
    }),
  );
}

/** The counters a person says begin again each midnight, by a metric or `device/metric`. */
function dailyKeys(given: readonly string[], keys: readonly TableKey[]): Set<string> {
  return new Set(
    given.flatMap((text) => {
      const named = keys.filter(({ device, metric }) => text === metric || text === `${device}/${metric}`);
      if (named.length === 0) throw usage('--daily', because('flag.no-readings', { text }));
      return named.map(({ device, metric }) => `${device} ${metric}`);
    }),
  );
}

/** The choices of a file. Errors: `input.usage`. */
export function choicesOf(flags: ChoiceFlags, readings: Readings, timeZone: string): TableOptions {
  const { interval, gapLimit, maxPower, phases, load, source = [], role = [], daily = [] } = flags;
  const hasLoad = readings.keys.some(({ metric }) => metric.startsWith('load.'));
  const chosen = load ?? (hasLoad ? 'own' : undefined);
  return {
    timeZone,
    ...(interval === undefined ? {} : { intervalMs: interval * 1000 }),
    ...(gapLimit === undefined ? {} : { gapLimitMs: gapLimit * 1000 }),
    ...(maxPower === undefined ? {} : { plausibleW: maxPower }),
    ...(phases === undefined ? {} : { phases }),
    ...(chosen === undefined ? {} : { load: chosen }),
    roles: rolesOf(role, readings.keys),
    speakers: speakersOf(source, readings.keys),
    daily: dailyKeys(daily, readings.keys),
  };
}
