// Every metric and every setting of every device against what Home Assistant takes.
import { expect, test } from 'vitest';
import { catalogue, type MetricId, metricOf } from '#core/catalogue.ts';
import type { SettingView } from '#core/command.ts';
import { keysOf } from '#core/entries.ts';
import {
  commandValue,
  configTopic,
  figureComponent,
  homeEnergies,
  homeMoneys,
  keyOf,
  metricComponent,
  nodeOf,
  objectIdOf,
  settingComponent,
} from './entities.ts';
import { textOf, wrongIn, wrongSensor } from './testing/checks.ts';
import { binaryClasses, numberClasses, topicId } from './testing/schema.ts';

const objectId = objectIdOf(nodeOf('solstead/home'), 'roof');

const metrics = keysOf(catalogue).flatMap((key): readonly MetricId[] =>
  key.endsWith('#') ? ([1, 2, 3].map((index) => key.replace('#', String(index))) as MetricId[]) : [key as MetricId],
);

/** No counter and no measurement: Home Assistant's own forecasts have no state class either, so that no statistics are made of them. */
const isExpected = (metric: MetricId): boolean => metric.startsWith('forecast.pv.energy.');

test('every metric of the catalogue is a sensor or a binary sensor as the documents want it', () => {
  const all = metrics.map((metric) => [metric, metricComponent(objectId, metric)] as const);
  const wrong = all.flatMap(([metric, component]) => {
    const { kind, unit } = metricOf(metric);
    const isBinary = kind === 'binary';
    return [
      ...wrongIn(component),
      ...(isBinary ? [] : wrongSensor(component).filter((what) => !isExpected(metric) || what !== 'state class ')),
      ...(isExpected(metric) && component['state_class'] !== undefined ? ['statistics of what is expected'] : []),
      ...(component.platform === (isBinary ? 'binary_sensor' : 'sensor') ? [] : ['platform']),
      ...(component['unit_of_measurement'] === (unit === '' ? undefined : unit) ? [] : ['unit']),
      ...(kind === 'text' && component['state_class'] !== undefined ? ['text with a state class'] : []),
      ...(isBinary &&
      component['device_class'] !== undefined &&
      !binaryClasses.includes(textOf(component['device_class']))
        ? ['binary class']
        : []),
    ].map((what) => `${metric}: ${what}`);
  });
  expect(wrong).toEqual([]);
  expect(all.length).toBeGreaterThan(100);
  for (const key of ['unique_id', 'default_entity_id'] as const)
    expect(new Set(all.map(([, component]) => component[key])).size).toBe(all.length);
  expect(new Set(metrics.map(keyOf)).size).toBe(metrics.length);
});

test('some, whole', () => {
  expect(metricComponent(objectId, 'grid.energy.import')).toEqual({
    platform: 'sensor',
    unique_id: 'solstead_home_roof.grid.energy.import',
    default_entity_id: 'sensor.solstead_home_roof_grid_energy_import',
    name: 'Energy from the grid',
    value_template: "{{ value_json['grid_energy_import'] }}",
    device_class: 'energy',
    unit_of_measurement: 'Wh',
    state_class: 'total_increasing',
    suggested_display_precision: 0,
  });
  expect(metricComponent(objectId, 'grid.connected')).toMatchObject({
    platform: 'binary_sensor',
    payload_on: '1',
    payload_off: '0',
    device_class: 'connectivity',
  });
  expect(metricComponent(objectId, 'device.signal')).toMatchObject({ entity_category: 'diagnostic' });
});

test('ids of devices cannot meet, and are those of topics', () => {
  const pairs = [
    ['solstead/a', 'b-c'],
    ['solstead/a-b', 'c'],
    ['a.b/c', 'x'],
    ['solstead/home', '_home'],
    ['solstead/home', 'home'],
  ] as const;
  const ids = pairs.map(([prefix, device]) => objectIdOf(nodeOf(prefix), device));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(topicId);
  expect(configTopic('homeassistant', objectId)).toBe('homeassistant/device/solstead_home_roof/config');
});

const view = (name: string, value: SettingView['value'], more: Partial<SettingView> = {}): SettingView => ({
  name,
  title: name,
  value,
  dangerous: false,
  readable: true,
  stored: false,
  ...more,
});
const topics = { command: 'solstead/home/roof/set/x', state: 'solstead/home/roof/settings' };

/** Every form a setting has. */
const views: readonly SettingView[] = [
  view('relay.on.1', { kind: 'binary' }),
  view('battery.mode', { kind: 'choice', options: ['hold', 'charge'] }),
  ...['W', 'V', 'A', 'Hz', '°C', '%', 'min', ''].map((unit) =>
    view(`n${unit.length}${unit.charCodeAt(0) || 0}`, { kind: 'number', unit, min: -5, max: 250.5, step: 0.1 }),
  ),
  view('tiny', { kind: 'number', unit: '', min: 0, max: 1, step: 0.000_01 }),
  view('time', { kind: 'text', pattern: '^\\d\\d:\\d\\d$', example: '10:00' }),
  view('restart', { kind: 'none' }, { readable: false }),
  view('blind', { kind: 'binary' }, { readable: false }),
];

test('every form of a setting is a switch, a select, a number, a text or a button, with the limits of the device', () => {
  const wrong = views.flatMap((one) => {
    const component = settingComponent(objectId, one, topics);
    if (component === undefined) return [`${one.name}: no form`];
    const name = textOf(component['device_class']);
    return [
      ...wrongIn(component),
      ...(component['state_topic'] === (one.readable ? topics.state : undefined) ? [] : ['state_topic']),
      ...(name === '' || component['unit_of_measurement'] === numberClasses[name] ? [] : ['unit']),
      ...(component.platform !== 'number' || Number(component['step']) >= 0.001 ? [] : ['step']),
    ].map((what) => `${one.name}: ${what}`);
  });
  expect(wrong).toEqual([]);
  expect(settingComponent(objectId, views[2] ?? view('', { kind: 'none' }), topics)).toMatchObject({
    platform: 'number',
    min: -5,
    max: 250.5,
    step: 0.1,
    device_class: 'power',
    unit_of_measurement: 'W',
    entity_category: 'config',
  });
  expect(settingComponent(objectId, view('x', { kind: 'choice', options: [] }), topics)).toBeUndefined();
});

test('energy and money of the home are ready for the Energy dashboard', () => {
  const figures = [...keysOf(homeEnergies), ...keysOf(homeMoneys)];
  for (const span of ['today', 'total'] as const)
    for (const figure of figures) {
      const component = figureComponent(objectId, figure, { span, currency: 'EUR' });
      expect([...wrongIn(component), ...wrongSensor(component)]).toEqual([]);
      // It needs a state class of these and a unit of energy; a day begins again at midnight.
      expect(component['state_class']).toBe('total');
      expect(component['last_reset_value_template'] === undefined).toBe(span === 'total');
    }
});

test('a message says what is set, or nothing', () => {
  const number = view('n', { kind: 'number', unit: 'A', min: 0, max: 9, step: 1 });
  expect(
    ['5', '-1.5', '1e3', '', ' 5', '0x10', 'NaN', '99999999999999999'].map((text) => commandValue(number, text)),
  ).toEqual([5, -1.5, ...Array.from({ length: 6 }, () => undefined)]);
  expect(['1', '0', 'ON', ''].map((text) => commandValue(view('b', { kind: 'binary' }), text))).toEqual([
    1,
    0,
    undefined,
    undefined,
  ]);
  const choice = view('c', { kind: 'choice', options: ['hold'] });
  expect([commandValue(choice, 'hold'), commandValue(choice, 'hol')]).toEqual(['hold', undefined]);
  const button = view('b', { kind: 'none' });
  expect([commandValue(button, 'PRESS'), commandValue(button, '')]).toEqual(['', undefined]);
});
