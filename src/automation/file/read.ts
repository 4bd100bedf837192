// From a text to a program, and to the devices of a run over readings. Text in, program out.
import type { DeviceKind } from '#core/device-kind.ts';
import { deviceKinds } from '#core/device-kind.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { type DocumentProblem, problemsOf, type Schema } from '#core/schema-check.ts';
import { isSetPointId, type SetPointId } from '#core/set-points.ts';
import { type PlacedProblem, placedProblems, readYaml } from '#core/yaml-places.ts';
import type { MetricValue } from '#core/reading.ts';
import type { CommandEnd } from '../happening.ts';
import { durationOr, durationPattern } from '../duration.ts';
import type { Program } from '../engine.ts';
import type { Prices } from '../prices.ts';
import { dailyPrices } from '../simulate/daily-prices.ts';
import type { PlantDevice, PlantPoint } from '../simulate/plant.ts';
import { compiled, type KnownHome } from './compile.ts';
import { clockPattern, minutesOf } from './minutes.ts';
import { noSetPoint, pointValue } from './point-value.ts';
import { automationKeys, automationSchema } from './schema.ts';
import type { FileAutomation } from './words.ts';

/** The home of a run. */
export interface SimulatedHome {
  readonly zone: string;
  readonly place?: { readonly latitude: number; readonly longitude: number } | undefined;
  readonly devices: ReadonlyMap<string, PlantDevice>;
  prices?(nowMs: number): Prices;
}

/** What a text says, or what is wrong with it. */
export type AutomationOutcome = { readonly program: Program } | { readonly problems: readonly PlacedProblem[] };
export type SimulatedOutcome =
  | { readonly program: Program; readonly home: SimulatedHome }
  | { readonly problems: readonly PlacedProblem[] };

const duration = (description: string): Schema => ({
  type: 'string',
  pattern: durationPattern,
  form: because('form.duration'),
  description,
});
const line: Schema = {
  type: 'string',
  pattern: String.raw`^\S[^\u0000-\u001f]{0,99}$`,
  form: because('form.short-text'),
};
const start: Schema = {
  anyOf: [
    { type: ['number', 'string'], description: 'What it shows at first; nothing if absent' },
    { type: 'boolean', description: 'on or off' },
  ],
};
const limit = (description: string): Schema => ({ type: 'number', minimum: -1e9, maximum: 1e9, description });
const money = (description: string): Schema => ({ type: 'number', minimum: -1e6, maximum: 1e6, description });
const price: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['at'],
  properties: {
    at: { type: 'string', pattern: clockPattern, form: because('form.clock') },
    import: money('What a kWh from the grid costs'),
    export: money('What a kWh into the grid earns'),
  },
};
const point: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    starts: start,
    min: limit('Smallest value'),
    max: limit('Largest value'),
    step: limit('Step of the device'),
    timer: { type: 'boolean', description: 'The device can hold it for a time by itself' },
  },
};
const device: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: line,
    kind: { type: 'string', enum: [...deviceKinds], description: 'What it is; relay if absent' },
    points: {
      type: 'object',
      additionalProperties: false,
      patternProperties: { '^[a-z0-9_.]{1,64}$': point },
      description: 'Its set-points',
    },
    delay: duration('How long a command takes; 2 s if absent'),
    fresh: duration('How long a value of it counts; 1 min if absent'),
    fails: { type: 'string', enum: ['refused', 'failed'], description: 'Its commands end so' },
  },
};

/** The keys of a run besides those of the automation. */
const simulatedSchema: Schema = {
  ...automationSchema,
  properties: {
    ...automationKeys,
    home: {
      type: 'object',
      additionalProperties: false,
      properties: {
        zone: line,
        latitude: { type: 'number', minimum: -90, maximum: 90, description: 'North is positive' },
        longitude: { type: 'number', minimum: -180, maximum: 180, description: 'East is positive' },
      },
      description: 'Where the home is; UTC if absent',
    },
    prices: {
      type: 'array',
      minItems: 1,
      maxItems: 96,
      items: price,
      description: 'What a kWh costs and earns each day, from a time on until the next one',
    },
    devices: {
      type: 'object',
      additionalProperties: false,
      patternProperties: { '^[a-z0-9][a-z0-9-]{0,63}$': device },
      description: 'The devices of the run',
    },
  },
};

interface FileDevice {
  readonly name?: string;
  readonly kind?: DeviceKind;
  readonly points?: Readonly<
    Record<
      string,
      {
        readonly starts?: MetricValue | boolean;
        readonly min?: number;
        readonly max?: number;
        readonly step?: number;
        readonly timer?: boolean;
      }
    >
  >;
  readonly delay?: string;
  readonly fresh?: string;
  readonly fails?: CommandEnd;
}

interface FileRun extends FileAutomation {
  readonly home?: { readonly zone?: string; readonly latitude?: number; readonly longitude?: number };
  readonly devices?: Readonly<Record<string, FileDevice>>;
  readonly prices?: readonly { readonly at: string; readonly import?: number; readonly export?: number }[];
}

const usualDelay = 2000;
const usualFreshMs = 60_000;

/** What a set-point shows at first, in its own words and numbers. */
function startOf(id: SetPointId, starts: MetricValue | boolean | undefined): Pick<PlantPoint, 'starts'> {
  const read = starts === undefined ? undefined : pointValue(id, starts);
  return read !== undefined && 'value' in read ? { starts: read.value } : {};
}

function plantDevice({ name, kind = 'relay', points = {}, delay, fresh, fails }: FileDevice): PlantDevice {
  return {
    name,
    kind,
    points: new Map(
      Object.entries(points).flatMap(([id, { starts, ...own }]): (readonly [SetPointId, PlantPoint])[] =>
        isSetPointId(id) ? [[id, { ...own, ...startOf(id, starts), isTimed: own.timer }]] : [],
      ),
    ),
    delayMs: durationOr(delay, usualDelay),
    freshMs: durationOr(fresh, usualFreshMs),
    fails,
  };
}

const isZone = (zone: string): boolean => {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId !== '';
  } catch {
    return false;
  }
};

/** A trigger that stands on a forecast. */
const forecastExample = external('{kind: becomes, that: forecast.pv.energy.tomorrow < 5 kWh}');

/** What is wrong with the shape of a text. Who writes a trigger for a forecast is told that it is a value like others. */
function shapeProblems(value: unknown, schema: Schema): readonly DocumentProblem[] {
  const isForecast = ({ path, why }: DocumentProblem): boolean =>
    path.at(-1) === 'kind' && path.includes('when') && /\bforecast\b/.test(JSON.stringify(why.params?.['value'] ?? ''));
  return problemsOf(value, schema, []).map((one) =>
    isForecast(one) ? { ...one, why: because('act.forecast-trigger', { example: forecastExample }) } : one,
  );
}

/** Reads the automation of a home. */
export function readAutomation(text: string, home: KnownHome = {}): AutomationOutcome {
  const read = readYaml(text);
  if ('problems' in read) return read;
  // An empty text is a home that does nothing.
  const written = read.value ?? {};
  const problems = shapeProblems(written, automationSchema);
  if (problems.length > 0) return { problems: placedProblems(problems, read) };
  const outcome = compiled(written, home);
  return 'problems' in outcome ? { problems: placedProblems(outcome.problems, read) } : outcome;
}

/** Reads an automation together with the devices it is tried on. */
export function readSimulated(text: string): SimulatedOutcome {
  const read = readYaml(text);
  if ('problems' in read) return read;
  const problems = shapeProblems(read.value, simulatedSchema);
  if (problems.length > 0) return { problems: placedProblems(problems, read) };
  const { home = {}, devices = {}, prices, ...file } = read.value as FileRun;
  const { zone = 'UTC', latitude, longitude } = home;
  const place = latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
  const wrong = Object.entries(devices).flatMap(([id, { points = {} }]) =>
    Object.entries(points).flatMap(([name, { starts }]): readonly DocumentProblem[] => {
      const path = ['devices', id, 'points', name];
      if (!isSetPointId(name)) return [{ path, why: noSetPoint(name), on: 'key' }];
      const read = starts === undefined ? undefined : pointValue(name, starts);
      return read !== undefined && 'why' in read ? [{ path: [...path, 'starts'], why: read.why, on: 'value' }] : [];
    }),
  );
  if (!isZone(zone)) wrong.push({ path: ['home', 'zone'], why: because('act.no-zone', { zone }), on: 'key' });
  const outcome = compiled(file, { devices: Object.keys(devices), hasPlace: place !== undefined });
  const all = [...wrong, ...('problems' in outcome ? outcome.problems : [])];
  if (all.length > 0 || 'problems' in outcome) return { problems: placedProblems(all, read) };
  return {
    program: outcome.program,
    home: {
      zone,
      place,
      devices: new Map(Object.entries(devices).map(([id, one]) => [id, plantDevice(one)])),
      ...(prices === undefined
        ? {}
        : {
            prices: dailyPrices(
              prices.map(({ at, ...own }) => ({ atMinute: minutesOf(at), ...own })),
              zone,
            ),
          }),
    },
  };
}
