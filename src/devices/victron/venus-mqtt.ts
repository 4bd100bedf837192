// A Victron GX device with all that is connected to it, over its own broker: `N/<portal>/<service>/<instance>/<path>`. It speaks as long as
// somebody asks it to, at least every 60 s. Battery power + is charging there. Source: [venus-mqtt].
import { readJsonObject } from '#codec/shelly-rpc.ts';
import type { Derivation, MqttDefinition } from '../definition.ts';
import { composable, type ComposedParts } from '../composed.ts';
import type { MessageContent } from '../message-dialect.ts';
import { numberAt, optionAt, stateTable, textAt, type TypedStateRow } from '../state-rows.ts';
import { type HeardMessage, topicDialect } from '../topic-dialect.ts';

/** `{"value": x}` at its place; an empty message says that the device behind it is gone. */
function valueOf({ words, payload }: HeardMessage): MessageContent {
  const path = (words['path'] ?? '').split('/');
  if (path.length > 8) return { kind: 'other' };
  const json = payload.length === 0 ? { object: { value: null } } : readJsonObject(payload);
  if ('why' in json) return { kind: 'malformed', why: json.why };
  const { value = null } = json.object;
  // A level that has a value of its own and further levels below it keeps both.
  const leaf: unknown = typeof value === 'object' && value !== null ? null : value;
  const inner = path.reduceRight((held: unknown, key) => Object.fromEntries([[key, held]]), leaf);
  return { kind: 'state', state: { [`${words['service'] ?? ''}:${words['instance'] ?? ''}`]: inner } };
}

const services = ['system', 'battery', 'solarcharger', 'grid', 'pvinverter', 'vebus'];

const dialect = topicDialect({
  id: 'venus-mqtt',
  title: 'Venus OS over MQTT',
  places: (prefix) => ({
    read: `R/${prefix}`,
    ...Object.fromEntries(services.map((service) => [`n_${service}`, `N/${prefix}/${service}`])),
  }),
  says: services.map((service) => ({
    topic: `{n_${service}}/{instance}/{path+}`,
    read: (heard: HeardMessage) => valueOf({ ...heard, words: { ...heard.words, service } }),
  })),
  asks: [{ topic: '{read}/keepalive', payload: '' }],
  keepAlive: {
    topic: '{read}/keepalive',
    payload: '{"keepalive-options":["suppress-republish"]}',
    everySeconds: 25,
  },
  gatherMs: 300,
  shows: [{ topic: 'N/{portal}/system/0/Serial', prefix: '{portal}', definition: 'venus-mqtt' }],
});

type Metric = TypedStateRow['metric'];

const nameOf = (part: string, path: string): string => `${part}_${path}`.toLowerCase().replaceAll(/[^a-z\d]+/g, '_');

function at(part: string, path: string, metric?: Metric) {
  return {
    path: `${part}/${path}`,
    name: nameOf(part, path),
    label: `${path.replaceAll('/', ' ')} of ${part.replace(':', ' ')}`,
    ...(metric === undefined ? {} : { metric }),
  };
}

/** Its battery is + charging. */
const turned = (place: ReturnType<typeof at>): ReturnType<typeof at> & { readonly flip: true } => ({
  ...place,
  flip: true,
});

const phases = [1, 2, 3] as const;
const own = 'system:0';
const pvPlaces = ['PvOnGrid', 'PvOnOutput', 'PvOnGenset'].flatMap((place) =>
  phases.map((phase) => `Ac/${place}/L${phase}/Power`),
);

const systemRows: readonly TypedStateRow[] = [
  ...phases.map((phase) => numberAt(at(own, `Ac/Grid/L${phase}/Power`, `grid.power.l${phase}`), 'W')),
  ...phases.map((phase) => numberAt(at(own, `Ac/Consumption/L${phase}/Power`, `load.power.l${phase}`), 'W')),
  ...pvPlaces.map((path) => numberAt(at(own, path), 'W')),
  numberAt(at(own, 'Dc/Pv/Power'), 'W'),
  numberAt(turned(at(own, 'Dc/Battery/Power', 'battery.power')), 'W'),
  numberAt(at(own, 'Dc/Battery/Voltage', 'battery.voltage'), 'V'),
  numberAt(turned(at(own, 'Dc/Battery/Current', 'battery.current')), 'A'),
  numberAt(at(own, 'Dc/Battery/Soc', 'battery.soc'), '%'),
  numberAt(at(own, 'Dc/Battery/Temperature', 'battery.temperature'), '°C'),
  optionAt(at(own, 'SystemState/State', 'inverter.mode'), {
    '0': 'Off',
    '1': 'Low power',
    '2': 'VE.Bus fault',
    '3': 'Bulk charging',
    '4': 'Absorption charging',
    '5': 'Float charging',
    '6': 'Storage mode',
    '7': 'Equalisation charging',
    '8': 'Passthru',
    '9': 'Inverting',
    '10': 'Assisting',
    '252': 'External control',
    '256': 'Discharging',
    '257': 'Sustain',
    '258': 'Recharge',
    '259': 'Scheduled recharge',
  }),
  textAt(at(own, 'Serial')),
];

/** What a service shows; `index` counts the instances of it from 1. */
const serviceRows: Readonly<Record<string, (part: string, index: number) => readonly TypedStateRow[]>> = {
  battery: (part, index) => [
    numberAt(turned(at(part, 'Dc/0/Power', `battery.power.${index}`)), 'W'),
    numberAt(at(part, 'Dc/0/Temperature', `battery.temperature.${index}`), '°C'),
    numberAt(at(part, 'Dc/0/Voltage'), 'V'),
    numberAt(at(part, 'Dc/0/Current'), 'A'),
    numberAt(at(part, 'Soc'), '%'),
    numberAt(at(part, 'Soh', index === 1 ? 'battery.soh' : undefined), '%'),
    numberAt(at(part, 'System/MinCellVoltage', index === 1 ? 'battery.cell.voltage.min' : undefined), 'V'),
    numberAt(at(part, 'System/MaxCellVoltage', index === 1 ? 'battery.cell.voltage.max' : undefined), 'V'),
  ],
  solarcharger: (part, index) => [
    numberAt(at(part, 'Yield/Power', `pv.power.s${index}`), 'W'),
    numberAt(at(part, 'Pv/V', `pv.voltage.s${index}`), 'V'),
    numberAt(at(part, 'Yield/User'), 'Wh', { scale: 1000 }),
    numberAt(at(part, 'Yield/System'), 'Wh', { scale: 1000 }),
  ],
  grid: (part, index) => [
    numberAt(at(part, 'Ac/Energy/Forward', index === 1 ? 'grid.energy.import' : undefined), 'Wh', { scale: 1000 }),
    numberAt(at(part, 'Ac/Energy/Reverse', index === 1 ? 'grid.energy.export' : undefined), 'Wh', { scale: 1000 }),
    ...phases.flatMap((phase) => [
      numberAt(at(part, `Ac/L${phase}/Voltage`, index === 1 ? `grid.voltage.l${phase}` : undefined), 'V'),
      numberAt(at(part, `Ac/L${phase}/Current`), 'A'),
    ]),
  ],
  pvinverter: (part) => [
    numberAt(at(part, 'Ac/Power'), 'W'),
    numberAt(at(part, 'Ac/Energy/Forward'), 'Wh', { scale: 1000 }),
  ],
  vebus: (part, index) => [
    numberAt(at(part, 'Ac/Out/P'), 'W'),
    numberAt(at(part, 'Ac/Out/L1/V', index === 1 ? 'load.voltage' : undefined), 'V'),
    numberAt(at(part, 'Ac/Out/L1/F', index === 1 ? 'load.frequency' : undefined), 'Hz'),
    numberAt(at(part, 'Ac/ActiveIn/L1/F', index === 1 ? 'grid.frequency' : undefined), 'Hz'),
    numberAt(at(part, 'Dc/0/Temperature', index === 1 ? 'inverter.temperature' : undefined), '°C'),
    optionAt(at(part, 'Mode'), { '1': 'Charger only', '2': 'Inverter only', '3': 'On', '4': 'Off' }),
  ],
};

/** The sum of the parts that are there, in the catalogue's unit. */
const sumOf = (metric: NonNullable<Metric>, label: string, names: readonly string[]): readonly Derivation[] =>
  names.length === 0
    ? []
    : [
        {
          metric,
          name: `${metric.replaceAll('.', '_')}_of_all`,
          label,
          unit: metric.includes('energy') ? 'Wh' : 'W',
          from: [],
          sumOf: names,
          calc: (sum) => (typeof sum === 'number' ? sum : undefined),
        },
      ];

/** Most instances of one service that are shown. */
const mostOfAKind = 16;

function known(parts: Iterable<string>): readonly string[] {
  const order = Object.keys(serviceRows);
  const found = [...parts].flatMap((part) => {
    const [, service = '', instance = ''] = /^([a-z]+):(\d{1,5})$/.exec(part) ?? [];
    return order.includes(service) ? [{ service, instance: Number(instance) }] : [];
  });
  return order.flatMap((service) =>
    found
      .filter((one) => one.service === service)
      .toSorted((one, other) => one.instance - other.instance)
      .slice(0, mostOfAKind)
      .map(({ instance }) => `${service}:${instance}`),
  );
}

function make(parts: readonly string[]): ComposedParts {
  const of = (service: string): readonly string[] => parts.filter((part) => part.startsWith(`${service}:`));
  const yields = [
    ...of('solarcharger').map((part) => nameOf(part, 'Yield/User')),
    ...of('pvinverter').map((part) => nameOf(part, 'Ac/Energy/Forward')),
  ];
  return {
    ...stateTable([
      ...systemRows,
      ...Object.entries(serviceRows).flatMap(([service, rows]) =>
        of(service).flatMap((part, index) => rows(part, index + 1)),
      ),
    ]),
    derive: [
      ...sumOf(
        'grid.power',
        'Grid power, sum of the phases',
        phases.map((n) => nameOf(own, `Ac/Grid/L${n}/Power`)),
      ),
      ...sumOf(
        'load.power',
        'Home power, sum of the phases',
        phases.map((n) => nameOf(own, `Ac/Consumption/L${n}/Power`)),
      ),
      ...sumOf('pv.power', 'Solar power of all', [
        nameOf(own, 'Dc/Pv/Power'),
        ...pvPlaces.map((path) => nameOf(own, path)),
      ]),
      ...sumOf('pv.energy', 'Solar energy of all', yields),
    ],
    writes: [],
  };
}

/** A GX device. */
export const venusMqtt: MqttDefinition = composable({ known, make }, (composedOf) => ({
  id: 'venus-mqtt',
  aliases: ['victron-gx', 'cerbo-gx'],
  version: 1,
  kind: 'inverter',
  maker: 'Victron Energy',
  title: 'Victron GX (Venus OS) over MQTT',
  models: ['Cerbo GX', 'Ekrano GX', 'Venus GX', 'Color Control GX', 'Raspberry Pi with Venus OS'],
  verified: 'document',
  sources: ['victronenergy/dbus-flashmq README (2026); paths of gui-v2'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect,
  ...make(['battery:512', 'solarcharger:279', 'grid:30', 'pvinverter:20', 'vebus:276']),
  composedOf,
  everySeconds: 30,
  identity: [{ key: 'serial', path: 'system:0/Serial' }],
}));
