// What the things of an ESPHome node measure: by unit and class, and by the words of their names where those say the side of the home.
// A sign that nobody tells is not guessed: power and current of a battery are taken only where charging and discharging are apart.
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import type { Unit } from '#core/unit.ts';

/** A side of the home, or of the node. */
export type Side = 'grid' | 'pv' | 'battery' | 'load' | 'relay';

/** What of a thing tells what it measures. */
export interface Measuring {
  /** Words of its id and its name, in small letters, between underscores: `_pv_power_pv_power_`. */
  readonly words: string;
  readonly unit: Unit;
  readonly deviceClass: string;
}

const sideWords: readonly (readonly [Side, RegExp])[] = [
  ['battery', /_(?:battery|batt|bat|bms|akku|cell|cells|soc|soh)\d*_/],
  ['pv', /_(?:pv|solar|panel|mppt|string|photovoltaic)\d*_/],
  ['grid', /_(?:grid|mains|utility|netz|import|imported|export|exported|feed_in|bezug|einspeisung)_/],
  ['load', /_(?:load|house|home|consumption|verbrauch)_/],
];

/** The side that a thing's words name. */
const sideOf = (words: string): Side | undefined => sideWords.find(([, pattern]) => pattern.test(words))?.[0];

/** Counters that begin again with a day or a month beside one that goes on. */
const isOfPeriod = /_(?:today|daily|day|yesterday|week|weekly|month|monthly|year|yearly)_/;
const isOut = /_(?:export|exported|feed_in|einspeisung|return|returned|produced|production|delivered|sold)_/;
const isDischarge = /_discharg/;
const isCharge = /_charg/;
const isOfNode = /_(?:internal|esp|esp32|esp8266|chip|cpu|board|device)_/;

/** `l1` of `power_l1`, `phase_a_power` or `phase_1`; empty where there is none. */
function phaseIn(words: string): string {
  const found = /_l([123])_|_phase_?([123abc])_/.exec(words);
  const name = found?.[1] ?? found?.[2];
  if (name === undefined) return '';
  return `.l${'abc'.includes(name) ? 'abc'.indexOf(name) + 1 : name}`;
}

/** The number in `pv1`, `pv_2_voltage`, `string_1`; undefined where there is none. */
const stringIn = (words: string): string | undefined => /_(?:pv|string|mppt|panel)_?([1-9])_/.exec(words)?.[1];
/** The number behind a name: `power_2`, `cell_voltage_16`. */
const numberIn = (words: string): string | undefined => /[a-z]_?([1-9]\d?)_/.exec(words)?.[1];

type ByUnit = (words: string, side: Side | undefined, deviceClass: string) => string | undefined;

const volts: ByUnit = (words, side) => {
  if (side === 'battery') {
    if (!/_cells?_/.test(words)) return 'battery.voltage';
    const kind =
      /_(min|max)(?:imum)?_/.exec(words)?.[1] ?? (/_(?:delta|spread|imbalance)_/.test(words) ? 'spread' : undefined);
    const index = /_cell_(?:voltage_)?([1-9]\d?)_/.exec(words)?.[1];
    return kind === undefined && index === undefined ? undefined : `battery.cell.voltage.${kind ?? index ?? ''}`;
  }
  if (side === 'pv') return `pv.voltage.s${stringIn(words) ?? '1'}`;
  if (side === 'grid') return `grid.voltage${phaseIn(words)}`;
  return side === undefined ? undefined : 'load.voltage';
};

const watts: ByUnit = (words, side) => {
  const string = stringIn(words);
  if (side === 'pv') return string === undefined ? 'pv.power' : `pv.power.s${string}`;
  if (side === 'grid') return `grid.power${phaseIn(words)}`;
  if (side === 'load') return `load.power${phaseIn(words)}`;
  return side === 'relay' ? `relay.power.${numberIn(words) ?? '1'}` : undefined;
};

const wattHours: ByUnit = (words, side) => {
  if (isOfPeriod.test(words)) return undefined;
  if (side === 'pv') return 'pv.energy';
  if (side === 'grid') return `grid.energy.${isOut.test(words) ? 'export' : 'import'}${phaseIn(words)}`;
  if (side === 'battery')
    return isDischarge.test(words)
      ? 'battery.energy.discharge'
      : isCharge.test(words)
        ? 'battery.energy.charge'
        : undefined;
  return side === undefined ? undefined : 'load.energy';
};

const celsius: ByUnit = (words, side) => {
  if (isOfNode.test(words)) return 'device.temperature';
  if (/_(?:inverter|heatsink)_/.test(words)) return 'inverter.temperature';
  if (side !== 'battery') return undefined;
  const sensor = /_temperature_(?:sensor_)?([1-9]\d?)_/.exec(words)?.[1];
  return sensor === undefined ? 'battery.temperature' : `battery.temperature.${sensor}`;
};

const percents: ByUnit = (words, side, deviceClass) => {
  if (side !== 'battery') return undefined;
  if (/_(?:soh|state_of_health|health)_/.test(words)) return 'battery.soh';
  return deviceClass === 'battery' || /_(?:soc|state_of_charge|charge|level)_/.test(words) ? 'battery.soc' : undefined;
};

const plain: ByUnit = (words, side, deviceClass) => {
  if (side === 'battery' && /_cycles?_/.test(words)) return 'battery.cycles';
  const phase = phaseIn(words);
  return deviceClass === 'power_factor' && side === 'grid' && phase !== '' ? `grid.power_factor${phase}` : undefined;
};

const byUnit: Readonly<Partial<Record<Unit, ByUnit>>> = {
  W: watts,
  Wh: wattHours,
  V: volts,
  A: (words, side) =>
    side === 'pv'
      ? `pv.current.s${stringIn(words) ?? '1'}`
      : side === 'grid'
        ? `grid.current${phaseIn(words)}`
        : undefined,
  Ah: (words, side) =>
    side !== 'battery' || !/_capacity_/.test(words)
      ? undefined
      : /_(?:remaining|left)_/.test(words)
        ? 'battery.capacity.remaining'
        : 'battery.capacity',
  Hz: (_words, side) => (side === 'grid' ? 'grid.frequency' : side === undefined ? undefined : 'load.frequency'),
  VA: (words, side) =>
    side === 'grid' ? `grid.power_apparent${phaseIn(words)}` : side === undefined ? undefined : 'load.power_apparent',
  var: (_words, side) => (side === 'grid' ? 'grid.power_reactive' : undefined),
  '°C': celsius,
  '%': percents,
  dBm: () => 'device.signal',
  s: (words) => (/_uptime_/.test(words) ? 'device.uptime' : undefined),
  '': plain,
};

/** What a sensor measures, where nothing else says its side: that of the node. Undefined: nothing of the catalogue, or it is not told. */
export function metricOfSensor({ words, unit, deviceClass }: Measuring, usual: Side | undefined): MetricId | undefined {
  const metric = byUnit[unit]?.(words, sideOf(words) ?? usual, deviceClass);
  return metric !== undefined && isMetricId(metric) ? metric : undefined;
}
