// The contract between server and clients: the schemas of requests, answers and messages. Which endpoint takes
// and answers which of them is told by the table in endpoints.ts, paths by routes.ts.
import { commandStates } from '#core/issued-command.ts';
import Type, { type Static } from 'typebox';
import { deviceKinds } from '#core/device-kind.ts';
import type { MetricId } from '#core/catalogue.ts';
import { DeviceSettings } from './device-settings.ts';
import type { Frozen } from './frozen.ts';
import { MeterRole } from './meter-roles.ts';
import { line } from './line.ts';
import { PasskeyProof } from './credentials.ts';
import { GrantView } from './people.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const wattHours = Type.Number({ description: 'Energy in Wh' });
const watts = Type.Number({ description: 'W; sources are positive' });
const name = (description: string) => line({ minLength: 1, maxLength: 80, description });
const password = Type.String({ minLength: 10, maxLength: 200, description: 'At least 10 characters' });
const id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'Lower-case id' });
const role = Type.Union([
  Type.Literal('viewer'),
  Type.Literal('operator'),
  Type.Literal('admin'),
  Type.Literal('owner'),
]);
const quality = Type.Union([
  Type.Literal('good'),
  Type.Literal('stale'),
  Type.Literal('estimated'),
  Type.Literal('held'),
]);

/** The health of the process. */
export const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  version: Type.String(),
  uptimeSeconds: Type.Number(),
  /** Parts that are not well: `history`, `clock` (ahead of the time that passed), `damage` (of the history), `devices` (a file of one of your own is wrong), `consumers`, `hub`. */
  troubles: Type.Array(Type.String()),
});
export type Health = Frozen<Static<typeof Health>>;
export const Live = Type.Object({ status: Type.Literal('live') });
/** Each part of the process; `hub` is what holds the homes. */
export const Ready = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('not-ready')]),
  parts: Type.Array(
    Type.Object({
      part: Type.String(),
      ok: Type.Boolean(),
      reason: Type.Optional(Reason),
      why: Type.Optional(Type.String({ description: 'The same in English' })),
      /** What else is wrong with the same part. */
      further: Type.Optional(Type.Array(Type.Object({ reason: Reason, why: Type.String() }))),
    }),
  ),
  /** What is good to know though nothing is unwell, such as a newer version. */
  notes: Type.Optional(Type.Array(Type.Object({ reason: Reason, why: Type.String() }))),
});

/**
 * Who is asking, and whether this home has an owner. Everything that changes who sees which home answers with this.
 */
export const Session = Type.Object({
  state: Type.Union([
    Type.Literal('unclaimed'),
    Type.Literal('signed-out'),
    Type.Literal('signed-in'),
    Type.Literal('demo'),
  ]),
  account: Type.Optional(
    Type.Object({
      name: Type.String(),
      role,
      /** Whether a role of theirs is for every home: then the installation is theirs too. */
      everywhere: Type.Optional(Type.Boolean()),
      /** What they may do in which home. */
      grants: Type.Array(GrantView),
    }),
  ),
  /** Who takes the home from here has to know the code that its console and log show. */
  needsCode: Type.Optional(Type.Boolean()),
  version: Type.String(),
  /** Who signed them in, if it was not this home: they sign out there. */
  signedInBy: Type.Optional(Type.Literal('home-assistant')),
  /** A tablet on a wall, by its link: it looks, and nothing else. */
  kiosk: Type.Optional(Type.Literal(true)),
  /** Address of Grafana, or its path on the same host, for those who are signed in where there is one. */
  grafana: Type.Optional(Type.String()),
});
export type Session = Frozen<Static<typeof Session>>;

/** Name and password of an account. */
export const SignIn = Type.Object({
  name: name('Account name'),
  password: Type.String({ minLength: 1, maxLength: 200 }),
  /** What the account asks for beside the password: one of them. */
  code: Type.Optional(line({ minLength: 1, maxLength: 40, description: 'Code of the app, or a recovery code' })),
  passkey: Type.Optional(PasskeyProof),
});
export type SignIn = Frozen<Static<typeof SignIn>>;

/** The first visitor's account and home. */
export const Claim = Type.Object({
  name: name('Account name'),
  password,
  /** What console and log show; not needed on the computer itself. */
  code: Type.Optional(line({ maxLength: 40 })),
  site: Type.Object({
    name: name('Name of the home'),
    timeZone: line({ maxLength: 100, description: 'IANA time zone, such as Europe/Berlin' }),
    latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
  }),
});
export type Claim = Frozen<Static<typeof Claim>>;

/** What shows the demo of a home without an owner from another computer. */
export const DemoStart = Type.Object({
  /** What console and log show; not needed on the computer itself. */
  code: Type.Optional(line({ maxLength: 40 })),
});

/** A home. */
export const Site = Type.Object({
  id,
  name: Type.String(),
  timeZone: Type.String(),
  /** A simulated home. */
  demo: Type.Boolean(),
});
export type Site = Frozen<Static<typeof Site>>;
export const Sites = Type.Array(Site);

/** What a device is in the home: it decides which of its values the power flow takes. */
export const DeviceKind = Type.Enum([...deviceKinds]);

/** The last thing that went wrong with a device. */
const DeviceFailure = Type.Object({
  code: Type.String({ description: 'A code of docs/errors.md' }),
  message: Type.String(),
  repair: Type.String(),
  at: Type.String(),
  reason: Type.Optional(Reason),
  atMs,
});

/** A device with its state and health counters since start. */
export const Device = Type.Object({
  id,
  name: Type.String(),
  definition: Type.String(),
  /** Maker and model in words. */
  title: Type.String(),
  kind: DeviceKind,
  address: Type.String(),
  /** `starting` before the first answer; `stale` past two intervals; `offline` when it fails again and again. */
  state: Type.Union([
    Type.Literal('starting'),
    Type.Literal('online'),
    Type.Literal('stale'),
    Type.Literal('offline'),
    Type.Literal('misconfigured'),
  ]),
  lastSeenMs: Type.Optional(atMs),
  intervalMs: Type.Number(),
  /** Serial number, model and firmware as the device says them. */
  identity: Type.Record(Type.String(), Type.String()),
  over: Type.Optional(
    Type.Literal('http', {
      description:
        'The second way on which it is read now, as nothing comes over MQTT; absent: it is read as its definition says',
    }),
  ),
  missing: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Parts that it is said to have (`expects`) and has not shown since the start; absent: none',
    }),
  ),
  /** How it is asked, where that is not as its definition says. */
  settings: Type.Optional(DeviceSettings),
  /** What it measures, if that was said or guessed; absent: each of its values is of the side it names. */
  measures: Type.Optional(MeterRole),
  health: Type.Object({
    requests: Type.Integer(),
    answers: Type.Integer(),
    timeouts: Type.Integer(),
    badFrames: Type.Integer(),
    refused: Type.Integer(),
    reconnects: Type.Integer(),
    rejectedValues: Type.Integer(),
    failure: Type.Optional(DeviceFailure),
  }),
});
export type Device = Frozen<Static<typeof Device>>;

/** The devices of a site. */
export const Devices = Type.Array(Device);

/** One live value; text metrics carry text, binary ones 0 or 1. */
export const LiveValue = Type.Object({
  device: id,
  metric: Type.Unsafe<MetricId>(Type.String({ description: 'An id of docs/metrics.md' })),
  value: Type.Union([Type.Number(), Type.String()]),
  atMs,
  quality,
});
export type LiveValue = Frozen<Static<typeof LiveValue>>;

/** One arm of the power flow; absent value: not known. `atMs` is the oldest measurement in it. */
export const FlowBranch = Type.Object({
  powerW: Type.Optional(watts),
  atMs: Type.Optional(atMs),
  quality,
  /** Devices that stand in for others that are silent. */
  standIns: Type.Optional(Type.Array(id)),
});
export type FlowBranch = Frozen<Static<typeof FlowBranch>>;

/** A circuit or appliance inside the home: a part of its load. */
export const FlowCircuit = Type.Object({
  ...FlowBranch.properties,
  /** Id of a device, or of a part of it as in the roles. */
  device: Type.String(),
  name: Type.Optional(Type.String()),
});
export type FlowCircuit = Frozen<Static<typeof FlowCircuit>>;

/** Where power comes from and goes: pv ≥ 0, grid + import, battery + discharge, load = pv + grid + battery + generator. */
export const Flow = Type.Object({
  atMs,
  pv: FlowBranch,
  grid: FlowBranch,
  battery: FlowBranch,
  load: FlowBranch,
  generator: Type.Optional(FlowBranch),
  circuits: Type.Optional(Type.Array(FlowCircuit)),
  /** Sides the home does not have. */
  lacks: Type.Optional(Type.Array(Type.Union([Type.Literal('pv'), Type.Literal('grid'), Type.Literal('battery')]))),
  /** Battery state of charge, %. */
  soc: Type.Optional(Type.Number()),
});
export type Flow = Frozen<Static<typeof Flow>>;

/** Energy since local midnight, as it goes on; the ledger's report of the day says the same. */
export const EnergyDay = Type.Object({
  date: Type.String({ description: 'Local date, YYYY-MM-DD' }),
  fromMs: atMs,
  toMs: atMs,
  /** Absent: the home has none. */
  pvWh: Type.Optional(wattHours),
  importWh: Type.Optional(wattHours),
  exportWh: Type.Optional(wattHours),
  chargeWh: Type.Optional(wattHours),
  dischargeWh: Type.Optional(wattHours),
  generatorWh: Type.Optional(wattHours),
  loadWh: Type.Optional(wattHours),
  /** Part of the home's energy that did not come from the grid, percent, by where energy went; absent: 0 of 0. */
  selfSufficiency: Type.Optional(Type.Number()),
  /** Part of the sun's energy that was kept, percent; absent: 0 of 0. */
  selfConsumption: Type.Optional(Type.Number()),
  /** Share of the time since midnight, or since the home was heard first, that was measured, 0 to 1. */
  measured: Type.Number(),
});
export type EnergyDay = Frozen<Static<typeof EnergyDay>>;

/** A site whole, now: also the first message of the live socket. */
export const Snapshot = Type.Object({
  type: Type.Literal('snapshot'),
  atMs,
  site: Site,
  flow: Flow,
  /** Absent for who may see some of the devices alone. */
  energy: Type.Optional(EnergyDay),
  devices: Devices,
  values: Type.Array(LiveValue),
});
export type Snapshot = Frozen<Static<typeof Snapshot>>;

/** A command to a device that has ended, whoever gave it. */
export const EndedCommand = Type.Object({
  device: id,
  /** The set-point of the catalogue, or the setting by the maker's name. */
  name: Type.String(),
  value: Type.Union([Type.Number(), Type.String()]),
  /** `confirmed`, `acknowledged`, or the code of the error. */
  outcome: Type.String(),
  /** What the device shows now, if it is known. */
  after: Type.Optional(Type.Union([Type.Number(), Type.String()])),
  atMs,
});
export type EndedCommand = Frozen<Static<typeof EndedCommand>>;

/** How far a command is now, under the id by which it can be looked at. */
export const CommandStep = Type.Object({
  id: Type.String(),
  device: id,
  state: Type.Enum([...commandStates]),
  atMs,
});
export type CommandStep = Frozen<Static<typeof CommandStep>>;

/** Something that is not as usual and was found now, or an alert that is new or has changed. */
export const NewAlert = Type.Object({
  /** Absent: it is of the home. */
  device: Type.Optional(id),
  kind: Type.String(),
  severity: Type.Union([Type.Literal('notice'), Type.Literal('warning'), Type.Literal('alarm')]),
  reason: Reason,
  /** The same in English. */
  message: Type.String(),
  atMs,
  /** Of an alert: which, and how it is. */
  alert: Type.Optional(Type.String()),
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('acknowledged'), Type.Literal('resolved')])),
});
export type NewAlert = Frozen<Static<typeof NewAlert>>;

/** A later message of the live socket: what changed since the one before, gathered for 50 ms. */
export const Changes = Type.Object({
  type: Type.Literal('changes'),
  atMs,
  flow: Type.Optional(Flow),
  energy: Type.Optional(EnergyDay),
  /** Devices whose state or health changed, whole. */
  devices: Type.Optional(Devices),
  /** Ids of devices that were removed. */
  removed: Type.Optional(Type.Array(id)),
  values: Type.Optional(Type.Array(LiveValue)),
  commands: Type.Optional(Type.Array(EndedCommand)),
  steps: Type.Optional(Type.Array(CommandStep)),
  alerts: Type.Optional(Type.Array(NewAlert)),
});
export type Changes = Frozen<Static<typeof Changes>>;

/** A message of the live socket. */
export type LiveMessage = Snapshot | Changes;

/** A question for a chart. */
export const HistoryQuery = Type.Object({
  /** Metrics, comma-separated; `flow.pv`, `flow.grid`, `flow.battery`, `flow.load`, `flow.soc` are the home's own. */
  metric: line({ minLength: 1, maxLength: 2000 }),
  /** Only this device; absent: all that have the metric. */
  device: Type.Optional(id),
  from: line({ maxLength: 60, description: 'ISO 8601 (local to the site without an offset) or epoch ms' }),
  to: Type.Optional(
    line({ maxLength: 60, description: 'ISO 8601 (local to the site without an offset) or epoch ms; default now' }),
  ),
  /** Step, ms; default: about 300 steps. */
  stepMs: Type.Optional(Type.Integer({ minimum: 1000, maximum: 31_536_000_000 })),
  aggregate: Type.Optional(
    Type.Union([
      Type.Literal('mean'),
      Type.Literal('timeMean'),
      Type.Literal('min'),
      Type.Literal('max'),
      Type.Literal('first'),
      Type.Literal('last'),
      Type.Literal('sum'),
      Type.Literal('count'),
    ]),
  ),
});
export type HistoryQuery = Frozen<Static<typeof HistoryQuery>>;

/** One line of a chart; `device` is `home` for `flow.*`. A step without points is left out. */
const HistorySeries = Type.Object({
  device: Type.String(),
  metric: Type.String(),
  label: Type.String(),
  unit: Type.String(),
  atMs: Type.Array(Type.Number()),
  value: Type.Array(Type.Number()),
});
export const History = Type.Object({
  fromMs: atMs,
  toMs: atMs,
  stepMs: Type.Number(),
  aggregate: Type.String(),
  series: Type.Array(HistorySeries),
});
export type History = Frozen<Static<typeof History>>;

/**
 * A question for stored history as a file. A wrong parameter is answered with `input.invalid` and its name in `field`.
 */
export const ExportQuery = Type.Object({
  /** `csv`, `jsonl` and `parquet` have a row a point; `csv-wide`, `parquet-wide` and `xlsx` a column a series. */
  format: Type.Union([
    Type.Literal('csv'),
    Type.Literal('csv-wide'),
    Type.Literal('jsonl'),
    Type.Literal('xlsx'),
    Type.Literal('parquet'),
    Type.Literal('parquet-wide'),
  ]),
  from: Type.Optional(
    line({
      maxLength: 60,
      description: 'ISO 8601 (local to the site without an offset) or epoch ms; default the first point',
    }),
  ),
  /** Not included. */
  to: Type.Optional(
    line({ maxLength: 60, description: 'ISO 8601 (local to the site without an offset) or epoch ms; default now' }),
  ),
  metrics: Type.Optional(
    line({ maxLength: 4000, description: 'Ids or beginnings such as battery.*, comma-separated; default all' }),
  ),
  devices: Type.Optional(line({ maxLength: 4000, description: 'Device ids, comma-separated; default all' })),
  step: Type.Optional(line({ maxLength: 20, description: 'Such as 30s, 5m, 1h or 1d; default the points as stored' })),
  /** Needs a step; default `last` for counters and switches, `timeMean` for all else. */
  aggregate: HistoryQuery.properties.aggregate,
  /** Default `utc`; `local` writes times of the site. */
  times: Type.Optional(Type.Union([Type.Literal('utc'), Type.Literal('local')])),
});
export type ExportQuery = Frozen<Static<typeof ExportQuery>>;
