// What the components of a Shelly of the second generation or later show and take: a device is made of those in its status, whatever its
// model. Source: [shelly-rpc] (Switch, Cover, Input, PM1, EM, EM1, Temperature).
import { composable, type ComposedParts } from '../composed.ts';
import type { Derivation, MqttDefinition, WriteCommand } from '../definition.ts';
import { wholeState } from '../definition.ts';
import type { MessageState } from '../message-dialect.ts';
import { booleanAt, numberAt, stateTable, textAt, type TypedStateRow } from '../state-rows.ts';
import { em1DataRows, em1Rows } from './em1-rows.ts';
import { emDataRows, emRows } from './em-rows.ts';
import { commonRows } from './rows.ts';

/** A component by its kind and number. */
interface Component {
  readonly kind: string;
  readonly id: number;
}

/** What a component makes of a device. */
interface Made {
  readonly rows: readonly TypedStateRow[];
  readonly writes?: readonly WriteCommand[];
}

/** The number of a relay in the catalogue; those of an add-on are counted from 100. */
const relayOf = (id: number): number => (id >= 100 ? id - 99 : id + 1);
const mostRelays = 64;

/** Requests of one method. */
const call = (method: string, params: object): string => `${method} ${JSON.stringify(params)}`;

/** Longest timer a relay is given: a day, s. */
const longestTimer = 86_400;

/** On and off, the other of both, and each for a time: the device itself ends it, so that it holds without us. */
function switchWrites(id: number): readonly WriteCommand[] {
  const output = `Switch output ${id}`;
  const forTime = (on: boolean): WriteCommand => ({
    kind: 'write',
    name: `switch_${id}_${on ? 'on' : 'off'}_for`,
    title: `${output} ${on ? 'on' : 'off'} for a time`,
    value: { kind: 'number', unit: 's', min: 1, max: longestTimer, step: 1 },
    request: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= longestTimer
        ? call('Switch.Set', { id, on, toggle_after: value })
        : undefined,
    readBack: { command: wholeState, field: `switch_${id}_timer` },
  });
  return [
    {
      kind: 'write',
      name: `switch_${id}`,
      title: output,
      value: { kind: 'choice', options: { on: 'true', off: 'false' } },
      ...(relayOf(id) > mostRelays
        ? {}
        : {
            serves: {
              setPoint: `relay.on.${relayOf(id)}`,
              words: { on: 'on', off: 'off' },
              timed: { on: `switch_${id}_on_for`, off: `switch_${id}_off_for` },
            },
          }),
      request: (value) =>
        value === 'on' || value === 'off' ? call('Switch.Set', { id, on: value === 'on' }) : undefined,
      readBack: { command: wholeState, field: `switch_${id}_output` },
    },
    {
      kind: 'write',
      name: `switch_${id}_toggle`,
      title: `${output} to the other state`,
      value: { kind: 'none' },
      request: (value) => (value === '' ? call('Switch.Toggle', { id }) : undefined),
    },
    forTime(true),
    forTime(false),
  ];
}

/** Power and energy of a component that measures one line; its returned energy is added to its energy as well. */
function lineRows({ kind, id }: Component): readonly TypedStateRow[] {
  const at = (path: string, name: string, label: string) => ({
    path: `${kind}:${id}/${path}`,
    name: `${kind}_${id}_${name}`,
    label: `${label}, ${kind} ${id}`,
  });
  const relay = relayOf(id);
  return [
    numberAt(
      {
        ...at('apower', 'power', 'Active power'),
        ...(relay > mostRelays ? {} : { metric: `relay.power.${relay}` as const }),
      },
      'W',
    ),
    numberAt(at('voltage', 'voltage', 'Voltage'), 'V'),
    numberAt(at('current', 'current', 'Current'), 'A'),
    numberAt(at('pf', 'pf', 'Power factor'), ''),
    numberAt(at('freq', 'frequency', 'Frequency'), 'Hz'),
    numberAt(at('aenergy/total', 'energy', 'Active energy'), 'Wh'),
    numberAt(at('ret_aenergy/total', 'returned_energy', 'Returned active energy'), 'Wh'),
  ];
}

/** A relay; `isMetered`: one that measures what flows through it. */
function switchMade(id: number, isMetered: boolean): Made {
  const own = `switch:${id}`;
  return {
    rows: [
      booleanAt({
        path: `${own}/output`,
        name: `switch_${id}_output`,
        label: `Output ${id}`,
        ...(relayOf(id) > mostRelays ? {} : { metric: `relay.on.${relayOf(id)}` as const }),
      }),
      textAt({ path: `${own}/source`, name: `switch_${id}_source`, label: `Who switched output ${id}` }),
      numberAt(
        {
          path: `${own}/temperature/tC`,
          name: `switch_${id}_temperature`,
          label: `Temperature at output ${id}`,
          // Several outputs tell the same sensor; the first is the device's.
          ...(id === 0 ? { metric: 'device.temperature' as const } : {}),
        },
        '°C',
      ),
      numberAt({ path: `${own}/timer_duration`, name: `switch_${id}_timer`, label: `Timer of output ${id}` }, 's'),
      ...(isMetered ? lineRows({ kind: 'switch', id }) : []),
    ],
    writes: switchWrites(id),
  };
}

/** A blind, a shutter, an awning. */
function coverMade(id: number): Made {
  const move = (verb: 'Open' | 'Close' | 'Stop'): WriteCommand => ({
    kind: 'write',
    name: `cover_${id}_${verb.toLowerCase()}`,
    title: `${verb} cover ${id}`,
    value: { kind: 'none' },
    request: (value) => (value === '' ? call(`Cover.${verb}`, { id }) : undefined),
  });
  return {
    rows: [
      textAt({ path: `cover:${id}/state`, name: `cover_${id}_state`, label: `Cover ${id}` }),
      numberAt(
        { path: `cover:${id}/current_pos`, name: `cover_${id}_position`, label: `Position of cover ${id}` },
        '%',
      ),
      ...lineRows({ kind: 'cover', id }),
    ],
    writes: [
      move('Open'),
      move('Close'),
      move('Stop'),
      {
        kind: 'write',
        name: `cover_${id}_go_to`,
        title: `Move cover ${id} to a position`,
        value: { kind: 'number', unit: '%', min: 0, max: 100, step: 1 },
        // It is on its way for many seconds: where it is, its position says.
        request: (value) =>
          typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100
            ? call('Cover.GoToPosition', { id, pos: value })
            : undefined,
      },
    ],
  };
}

const temperatureRow = (id: number, isDevices: boolean): TypedStateRow =>
  numberAt(
    {
      path: `temperature:${id}/tC`,
      name: id === 0 ? 'temperature' : `temperature_${id}`,
      label: id === 0 ? 'Temperature' : `Temperature ${id}`,
      ...(isDevices ? { metric: 'device.temperature' as const } : {}),
    },
    '°C',
  );

/** What a device has by the kind of a component; other kinds show nothing of energy. */
const kinds: Readonly<Record<string, (id: number, all: readonly Component[]) => Made>> = {
  switch: (id) => switchMade(id, true),
  cover: coverMade,
  pm1: (id) => ({ rows: lineRows({ kind: 'pm1', id }) }),
  input: (id) => ({
    rows: [booleanAt({ path: `input:${id}/state`, name: `input_${id}_state`, label: `Input ${id}` })],
  }),
  em: (id) => ({ rows: id === 0 ? emRows : [] }),
  emdata: (id) => ({ rows: id === 0 ? emDataRows : [] }),
  em1: (id) => ({ rows: em1Rows(id) }),
  em1data: (id) => ({ rows: em1DataRows(id) }),
  temperature: (id, all) => ({
    rows: [temperatureRow(id, id === 0 && !all.some((one) => one.kind === 'switch' && one.id === 0))],
  }),
  humidity: (id) => ({
    rows: [numberAt({ path: `humidity:${id}/rh`, name: `humidity_${id}`, label: `Relative humidity ${id}` }, '%')],
  }),
  devicepower: (id) => ({
    rows: [
      numberAt(
        { path: `devicepower:${id}/battery/percent`, name: `battery_${id}`, label: `Charge of its own battery ${id}` },
        '%',
      ),
    ],
  }),
};

/** Components in the order in which they are shown: by kind, then by number. */
function componentsOf(parts: Iterable<string>): readonly Component[] {
  const order = Object.keys(kinds);
  return [...parts]
    .flatMap((part): Component[] => {
      const [, kind = '', id = ''] = /^([a-z\d]+):(\d{1,3})$/.exec(part) ?? [];
      return Object.hasOwn(kinds, kind) ? [{ kind, id: Number(id) }] : [];
    })
    .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || one.id - other.id);
}

const lines: ReadonlySet<string> = new Set(['switch', 'pm1', 'cover']);

/** What flowed through all lines that are measured: without what came back, which the device adds to both. Source: evcc, Shelly gen2. */
function energyOf(components: readonly Component[]): readonly Derivation[] {
  const measured = components.filter(({ kind }) => lines.has(kind)).map(({ kind, id }) => `${kind}_${id}`);
  const [first] = measured;
  if (first === undefined) return [];
  const drawn = measured.map((name) => `${name}_energy`);
  const returned = measured.map((name) => `${name}_returned_energy`);
  const sum = (values: readonly unknown[]): number => values.reduce<number>((total, value) => total + Number(value), 0);
  const common = { metric: 'load.energy', unit: 'Wh', label: 'Energy through it' } as const;
  return [
    { ...common, name: 'energy', from: drawn, unless: `${first}_returned_energy`, calc: (...values) => sum(values) },
    {
      ...common,
      name: 'energy_less_returned',
      from: [...drawn, ...returned],
      calc: (...values) => Math.max(0, sum(values.slice(0, drawn.length)) - sum(values.slice(drawn.length))),
    },
  ];
}

/** The part of a definition that follows from components. */
export type ShellyParts = Pick<MqttDefinition, 'rows' | 'decode' | 'derive' | 'writes'> & {
  readonly typed: readonly TypedStateRow[];
};

/** What a device with these components shows and takes. */
export function shellyParts(parts: Iterable<string>, { isMetered = true } = {}): ShellyParts {
  const components = componentsOf(parts);
  const made = components.map(({ kind, id }) =>
    kind === 'switch' ? switchMade(id, isMetered) : (kinds[kind]?.(id, components) ?? { rows: [] }),
  );
  const typed = [...made.flatMap(({ rows }) => rows), ...commonRows];
  const table = stateTable(typed);
  return {
    typed,
    rows: table.rows,
    decode: (state: MessageState) => table.decode(state),
    derive: isMetered ? energyOf(components) : [],
    writes: made.flatMap(({ writes = [] }) => writes),
  };
}

const known = (parts: Iterable<string>): readonly string[] =>
  componentsOf(parts).map(({ kind, id }) => `${kind}:${id}`);

/** A definition of one family, composed of a device's components. */
export function composer(
  plain: (composedOf: NonNullable<MqttDefinition['composedOf']>) => MqttDefinition,
): MqttDefinition {
  const make = (parts: readonly string[]): ComposedParts => {
    const { typed: _, ...own } = shellyParts(parts);
    return own;
  };
  return composable({ known, make }, plain);
}
