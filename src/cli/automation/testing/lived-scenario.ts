// A scenario as people try it on the command line: a text and readings in files, and what `solstead automation --simulate` prints of them, as
// lines that an electrician can follow.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { automation } from '../../commands/automation.ts';

/** What the columns show from a time on, by the clock of the home; `null`: nothing any more. The last one says what happens then. */
export type Step = readonly [at: string, ...cells: (number | string | null)[]];

/** A scenario. */
export interface Scenario {
  /** YAML; the home and its devices are those of {@link homeText} where it names none. */
  readonly text: string;
  /** Of the CSV, behind `time`. */
  readonly columns: readonly string[];
  readonly steps: readonly Step[];
  /** YYYY-MM-DD. */
  readonly day?: string;
  readonly until: string;
  /** Seconds between two rows. */
  readonly every?: number;
}

const homeText = `
home: {zone: Europe/Berlin, latitude: 52.5, longitude: 13.4}
devices:
  boiler: {points: {relay.on.1: {starts: 0}}}
  plug: {points: {relay.on.1: {starts: 0}}}
  rod: {points: {heater.power.target: {starts: 0}}}
  pack: {kind: battery, points: {battery.mode: {starts: self-consumption}}}
  garage:
    kind: charger
    points: {charger.enabled: {starts: 0}, charger.current.limit: {starts: 16, min: 6, max: 32}, charger.phases: {starts: 3}}
`;

const zone = 'Europe/Berlin';
const msOf = (day: string, clock: string): number =>
  Temporal.PlainDateTime.from(`${day}T${clock}`).toZonedDateTime(zone).epochMilliseconds;

/** A row each few seconds: values are said again as long as they hold. */
function readingsOf({ columns, steps, day = '2026-06-10', until, every = 10 }: Scenario): string {
  const moments = steps.map(([at, ...cells]) => ({ atMs: msOf(day, at), cells }));
  const rows = [`time,${columns.join(',')},event`];
  const endMs = msOf(day, until);
  for (const [index, { atMs, cells }] of moments.entries()) {
    const toMs = moments[index + 1]?.atMs ?? endMs;
    const width = columns.length;
    for (let nowMs = atMs; nowMs < toMs; nowMs += every * 1000) {
      const values = Array.from({ length: width }, (_none, column) => cells[column] ?? '');
      const event = nowMs === atMs ? (cells[width] ?? '') : '';
      rows.push([new Date(nowMs).toISOString(), ...values, event].join(','));
    }
  }
  return `${rows.join('\n')}\n`;
}

interface Printed {
  readonly commands: readonly {
    readonly time: string;
    readonly device: string;
    readonly setPoint: string;
    readonly value: string | number;
    readonly holder: { readonly kind: string } | null;
    readonly why: { readonly code: string; readonly text: string };
  }[];
  readonly notices: readonly {
    readonly time: string;
    readonly by: string;
    readonly what: { readonly text?: string };
  }[];
  readonly diary: readonly { readonly time: string; readonly by: string; readonly why: { readonly code: string } }[];
}

const short: Readonly<Record<string, string>> = {
  'relay.on.1': '',
  'heater.power.target': ' W',
  'charger.enabled': '',
  'charger.current.limit': ' A',
  'charger.phases': ' phases',
};

const clockOf = (time: string): string =>
  Temporal.Instant.from(time).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'second' });

/** Runs it. Lines such as `10:02:00 boiler on (surplus)`. */
export async function lines(scenario: Scenario): Promise<readonly string[]> {
  const { commands } = await printed(scenario);
  return commands.map(({ time, device, setPoint, value, holder }) => {
    const unit = short[setPoint];
    const shown = unit === '' ? (value === 1 ? 'on' : 'off') : `${value}${unit ?? ` ${setPoint}`}`;
    return `${clockOf(time)} ${device} ${shown} (${holder?.kind ?? 'put back'})`;
  });
}

/** All that it prints. */
export async function printed(scenario: Scenario): Promise<Printed> {
  const folder = await mkdtemp(join(tmpdir(), 'solstead-scenario-'));
  try {
    const [file, readings] = [join(folder, 'house.yaml'), join(folder, 'readings.csv')];
    const { text } = scenario;
    await writeFile(file, /^devices:/m.test(text) ? text : homeText + text);
    await writeFile(readings, readingsOf(scenario));
    const out: string[] = [];
    const streams = { stdin: (async function* () {})(), out: { write: (line: string) => out.push(line) } };
    await automation({ simulate: file, readings, json: true, behind: '1 s' }, streams);
    return JSON.parse(out.join('')) as Printed;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A scenario, its name, and the commands that come of it. */
export type Row = readonly [name: string, scenario: Scenario, expected: readonly string[]];
/** One of a table. */
export const row = (
  name: string,
  [text, columns, steps, until]: readonly [string, Scenario['columns'], Scenario['steps'], string],
  expected: readonly string[],
): Row => [name, { text, columns, steps, until }, expected];
