// What Home Assistant is told of devices: one payload for each, with a component for every metric and every setting. Names, units and
// classes come from the catalogue. Source: Home Assistant, MQTT integration, "MQTT discovery" (device-based, since 2024.11).
import { type MetricId, metricLabel, metricOf } from '#core/catalogue.ts';
import type { SettingView } from '#core/command.ts';
import type { DeviceFacts } from '#core/consumer.ts';

/** A component as it is published; its keys are those of Home Assistant. */
export interface Component {
  readonly platform: string;
  readonly unique_id?: string;
  readonly [key: string]: unknown;
}

/** The payload of a device. */
export interface DevicePayload {
  readonly device: Readonly<Record<string, unknown>>;
  readonly origin: { readonly name: string };
  readonly availability: readonly { readonly topic: string }[];
  readonly availability_mode: 'all';
  readonly state_topic: string;
  readonly qos: 1;
  readonly components: Readonly<Record<string, Component>>;
}

/** Who says so in every payload. */
export const originName = 'Solstead';

/** Ids of topics may hold these alone. */
export const nodeOf = (prefix: string): string => prefix.replaceAll(/[^a-zA-Z0-9_-]/g, '_');

/** The id of a device in topics; no device has an id that begins with an underscore, as the home itself does here. */
export const objectIdOf = (node: string, device: string): string => `${node}_${device}`;
export const homeId = '_home';

/** Where Home Assistant looks for the payload of a device. */
export const configTopic = (discovery: string, objectId: string): string => `${discovery}/device/${objectId}/config`;

const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
/** The name of a component, in the payload and as key of the state. */
export const keyOf = (metric: string): string => metric.replaceAll('.', '_');

/** Digits behind the decimal point that are worth showing, by class. */
const digits: Readonly<Record<string, number>> = {
  power: 0,
  apparent_power: 0,
  reactive_power: 0,
  energy: 0,
  battery: 0,
  voltage: 1,
  current: 1,
  temperature: 1,
  frequency: 2,
};
/** What on and off of these mean. */
const binaryClasses: Readonly<Record<string, string>> = {
  'grid.connected': 'connectivity',
  'battery.balancing': 'running',
};

const identity = (platform: string, objectId: string, id: string): Component => ({
  platform,
  unique_id: `${objectId}.${id}`,
  // Made of the whole id: it is free, whatever else is in that home.
  default_entity_id: `${platform}.${slug(`${objectId}_${id}`)}`,
});

/** The component of a metric. */
export function metricComponent(objectId: string, metric: MetricId): Component {
  const { unit, kind, deviceClass, stateClass } = metricOf(metric);
  const isBinary = kind === 'binary';
  const precision = metric.startsWith('battery.cell.') ? 3 : digits[deviceClass ?? ''];
  const binaryClass = binaryClasses[metric];
  return {
    ...identity(isBinary ? 'binary_sensor' : 'sensor', objectId, metric),
    name: metricLabel(metric),
    value_template: `{{ value_json['${keyOf(metric)}'] }}`,
    ...(isBinary ? { payload_on: '1', payload_off: '0' } : {}),
    ...(binaryClass === undefined ? {} : { device_class: binaryClass }),
    ...(deviceClass === undefined ? {} : { device_class: deviceClass }),
    ...(unit === '' ? {} : { unit_of_measurement: unit }),
    ...(stateClass === undefined ? {} : { state_class: stateClass }),
    ...(precision === undefined ? {} : { suggested_display_precision: precision }),
    ...(metric.startsWith('device.') ? { entity_category: 'diagnostic' } : {}),
  };
}

/** Units of settings that Home Assistant has a class for: those of these metrics. */
const classed = ['pv.power', 'battery.voltage', 'battery.current', 'grid.frequency', 'battery.temperature'] as const;
const numberClasses: ReadonlyMap<string, string | undefined> = new Map(
  classed.map((metric) => [metricOf(metric).unit, metricOf(metric).deviceClass]),
);
/** Its smallest step of a number. */
const leastStep = 0.001;

/** Where a setting is set, and where its value is. */
interface SettingTopics {
  readonly command: string;
  readonly state: string;
}

/** The component of a setting; undefined for one that has no form there. */
export function settingComponent(objectId: string, view: SettingView, topics: SettingTopics): Component | undefined {
  const { name, title, value, readable } = view;
  const of = (platform: string, own: Readonly<Record<string, unknown>>): Component => ({
    ...identity(platform, objectId, `set.${name}`),
    name: title,
    entity_category: 'config',
    command_topic: topics.command,
    ...(readable && value.kind !== 'none'
      ? { state_topic: topics.state, value_template: `{{ value_json['${name}'] }}` }
      : {}),
    ...own,
  });
  switch (value.kind) {
    case 'binary':
      return of('switch', { payload_on: '1', payload_off: '0', state_on: '1', state_off: '0' });
    case 'choice':
      return value.options.length === 0 ? undefined : of('select', { options: value.options });
    case 'number': {
      const { unit, min, max, step } = value;
      const deviceClass = numberClasses.get(unit);
      return of('number', {
        min,
        max,
        step: Math.max(step, leastStep),
        mode: 'box',
        ...(unit === '' ? {} : { unit_of_measurement: unit }),
        ...(deviceClass === undefined ? {} : { device_class: deviceClass }),
      });
    }
    case 'text':
      return of('text', { pattern: value.pattern, mode: 'text' });
    case 'none':
      return of('button', { payload_press: 'PRESS' });
  }
}

/** What a message says to be set; undefined if a setting does not take it: its limits are looked at where every command is. */
export function commandValue({ value }: Pick<SettingView, 'value'>, text: string): number | string | undefined {
  switch (value.kind) {
    case 'binary':
      return text === '1' ? 1 : text === '0' ? 0 : undefined;
    case 'number':
      return /^[+-]?\d{1,15}(?:\.\d{1,10})?$/.test(text) ? Number(text) : undefined;
    case 'choice':
      return value.options.includes(text) ? text : undefined;
    case 'text':
      return text;
    case 'none':
      return text === 'PRESS' ? '' : undefined;
  }
}

/** Energy and money of the home: what there is of today, and since its beginning. */
export const homeEnergies = {
  pvWh: 'Solar energy',
  importWh: 'Energy from the grid',
  exportWh: 'Energy to the grid',
  chargeWh: 'Energy into the battery',
  dischargeWh: 'Energy out of the battery',
  generatorWh: 'Energy of the generator',
  loadWh: 'Home energy',
} as const;
export const homeMoneys = { cost: 'Cost of energy', earned: 'Earned with energy' } as const;

/** One of both. */
export type HomeFigure = keyof typeof homeEnergies | keyof typeof homeMoneys;

/** Energy and money of a home, of a day or of all time. Energy in Wh, money in the currency. */
export type HomeFigures = Readonly<Partial<Record<HomeFigure, number>>>;

const isEnergy = (figure: HomeFigure): figure is keyof typeof homeEnergies => Object.hasOwn(homeEnergies, figure);

/** The component of a figure of the home: it grows, and may be put right later, which no `total_increasing` may. */
export function figureComponent(
  objectId: string,
  figure: HomeFigure,
  { span, currency }: { readonly span: 'today' | 'total'; readonly currency: string | undefined },
): Component {
  const key = `${span}_${figure}`;
  const label = isEnergy(figure) ? homeEnergies[figure] : homeMoneys[figure];
  return {
    ...identity('sensor', objectId, `${span}.${figure}`),
    name: span === 'today' ? `${label} today` : `${label}, total`,
    value_template: `{{ value_json['${key}'] }}`,
    device_class: isEnergy(figure) ? 'energy' : 'monetary',
    unit_of_measurement: isEnergy(figure) ? metricOf('pv.energy').unit : (currency ?? ''),
    state_class: 'total',
    suggested_display_precision: isEnergy(figure) ? 0 : 2,
    ...(span === 'today' ? { last_reset_value_template: "{{ value_json['since'] }}" } : {}),
  };
}

/** How a device is shown. */
export function deviceOf(objectId: string, { record, title, identity: own }: DeviceFacts): DevicePayload['device'] {
  const { model = title, serial, firmware } = own;
  return {
    identifiers: [objectId],
    name: record.name,
    model,
    ...(serial === undefined ? {} : { serial_number: serial }),
    ...(firmware === undefined ? {} : { sw_version: firmware }),
  };
}
