// What an entity of Home Assistant that was picked most likely is: its unit as it says it, its metric by its class and its words.
import type { OwnRow, UnknownTopics } from '#api/own-devices.ts';
import { findMetric } from '#core/catalogue.ts';
import type { ForecastId } from '#core/forecast.ts';
import { isUnit } from '#core/unit.ts';
import { offeredMetrics, offeredUnits, withMetric, withUnit } from './row-draft.ts';

type Entity = NonNullable<UnknownTopics['topics'][number]['entity']>;

/** Words in names of entities, by the first word of a metric; the languages of most makers. */
const placeWords: readonly (readonly [place: string, words: RegExp])[] = [
  ['battery', /batter|akku|speicher|storage|bms/],
  ['pv', /\bpv\b|solar|photovolt|panel|mppt|string/],
  ['grid', /grid|netz|meter|zaehler|zähler|mains|utility|einspeis|bezug|p1/],
  ['generator', /generator|genset/],
  ['load', /load|house|home|haus|consum|verbrauch|last\b/],
];

/** Words that say which way a counter counts, by the part of a metric. */
const directionWords: readonly (readonly [part: string, words: RegExp])[] = [
  ['export', /export|feed|einspeis|return|sold|out\b|produc/],
  ['import', /import|bezug|consum|bought|from_grid|in\b/],
  ['discharge', /discharg|entlad|out\b/],
  ['charge', /charg|lad|in\b/],
];

const placeOf = (text: string): string | undefined => placeWords.find(([, words]) => words.test(text))?.[0];

function directionOf(text: string, place: string): string | undefined {
  const parts = place === 'grid' ? ['export', 'import'] : place === 'battery' ? ['discharge', 'charge'] : [];
  return directionWords.find(([part, words]) => parts.includes(part) && words.test(text))?.[0];
}

/** What is expected of the sun, by the words of the services that tell it: Forecast.Solar, Solcast, Open-Meteo. */
const forecastWords: readonly (readonly [metric: ForecastId, deviceClass: string, words: RegExp])[] = [
  ['forecast.pv.energy.rest', 'energy', /(?:energy production|forecast).*(?:remaining|rest)/],
  ['forecast.pv.energy.tomorrow', 'energy', /(?:energy production|forecast).*(?:tomorrow|morgen)/],
  ['forecast.pv.energy.today', 'energy', /(?:energy production|forecast).*(?:today|heute)/],
  ['forecast.pv.power.next_hour', 'power', /(?:power production|forecast).*(?:next hour|in 1 hour)/],
];

/** The metric of a class at a place; undefined where the words say too little. */
function metricOf(text: string, { deviceClass }: Entity): string | undefined {
  const [expected] = forecastWords.find(([, own, words]) => own === deviceClass && words.test(text)) ?? [];
  if (expected !== undefined) return expected;
  const place = placeOf(text);
  if (place === undefined || deviceClass === undefined) return undefined;
  if (deviceClass === 'battery') return 'battery.soc';
  const phase = /(?:l|phase[_ ]?)([123])\b/.exec(text)?.[1];
  const fits = (id: string): boolean => findMetric(id)?.deviceClass === deviceClass;
  const stem = deviceClass === 'energy' ? `${place}.energy` : `${place}.${deviceClass}`;
  const direction = deviceClass === 'energy' ? directionOf(text, place) : undefined;
  const named = [
    direction === undefined ? stem : `${stem}.${direction}`,
    ...(phase === undefined ? [] : [`l${phase}`]),
  ];
  const id = named.join('.');
  return offeredMetrics.includes(id) && fits(id) ? id : undefined;
}

/** The row of a state with what its entity says; a metric is a suggestion that a person sees and changes. */
export function asEntitySays(row: OwnRow, entity: Entity | undefined): OwnRow {
  if (entity === undefined) return row;
  const { name, unit } = entity;
  const label = name ?? row.label;
  // Whatever has a unit is a number, also while it says `unavailable`.
  if (unit !== undefined && row.type === 'text') return asEntitySays({ ...row, type: 'number' }, entity);
  const text = `${row.topic.split('/').slice(-2, -1).join('')} ${label}`.toLowerCase().replaceAll('_', ' ');
  const metric = row.type === 'number' ? metricOf(text, entity) : undefined;
  const meant = { ...(metric === undefined ? row : withMetric(row, metric)), label };
  const written = offeredUnits(metric).find((one) => one.text === unit && isUnit(one.unit));
  return written === undefined || row.type !== 'number' ? meant : withUnit(meant, written);
}
