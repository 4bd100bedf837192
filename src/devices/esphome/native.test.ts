// What the things of a node become: rows, metrics and settings, for nodes as people build them.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import { findMetric, metricOf } from '#core/catalogue.ts';
import { answerTable } from '../state-rows.ts';
import { readings } from '../readings.ts';
import { stateTable } from '../state-rows.ts';
import { esphomeNativeMeter, esphomeNativePlug } from './native.ts';
import { type NodeThing, nodeTable } from './native-entities.ts';

const thing = (component: NodeThing['component'], name: string, more: Partial<NodeThing> = {}): NodeThing => ({
  component,
  object: name.toLowerCase().replaceAll(/[^a-z\d_-]/g, '_'),
  name,
  unit: '',
  deviceClass: '',
  isAside: false,
  ...more,
});
const sensor = (name: string, unit: string, deviceClass = ''): NodeThing =>
  thing('sensor', name, { unit, deviceClass });
const metricsOf = (things: readonly NodeThing[], side: Parameters<typeof nodeTable>[1]): Record<string, string> =>
  Object.fromEntries(
    nodeTable(things, side).rows.flatMap(({ name, metric }) => (metric === undefined ? [] : [[name, metric]])),
  );

describe('what is measured', () => {
  test('a plug; of two powers the second is another relay; a counter of the day is none', () => {
    const things = [
      sensor('Power', 'W'),
      sensor('Power 2', 'W'),
      sensor('Total Energy', 'kWh'),
      sensor('Energy Today', 'kWh'),
      sensor('Voltage', 'V'),
      sensor('WiFi Signal', 'dBm'),
      sensor('Temperature', '°C'),
    ];
    expect(metricsOf(things, 'relay')).toEqual({
      power: 'relay.power.1',
      power_2: 'relay.power.2',
      total_energy: 'load.energy',
      voltage: 'load.voltage',
      wifi_signal: 'device.signal',
    });
  });

  test('a meter of three phases, in other words', () => {
    const things = [
      sensor('Phase A Power', 'W'),
      sensor('Phase B Power', 'W'),
      sensor('Phase C Power', 'W'),
      sensor('Phase A Current', 'A'),
      sensor('Grid Export', 'kWh'),
      sensor('Bezug', 'kWh'),
      sensor('Frequency', 'Hz'),
    ];
    const { derive } = nodeTable(things, 'grid');
    expect(metricsOf(things, 'grid')).toEqual({
      phase_a_power: 'grid.power.l1',
      phase_b_power: 'grid.power.l2',
      phase_c_power: 'grid.power.l3',
      phase_a_current: 'grid.current.l1',
      grid_export: 'grid.energy.export',
      bezug: 'grid.energy.import',
      frequency: 'grid.frequency',
    });
    expect(derive).toMatchObject([{ metric: 'grid.power', from: ['phase_a_power', 'phase_b_power', 'phase_c_power'] }]);
  });

  test('a battery: power and current only where their direction is told', () => {
    const things = [
      sensor('jk-bms power', 'W'),
      sensor('jk-bms current', 'A'),
      sensor('jk-bms charging power', 'W'),
      sensor('jk-bms discharging power', 'W'),
      sensor('jk-bms state of charge', '%', 'battery'),
      sensor('jk-bms cell voltage 16', 'V'),
      sensor('jk-bms min cell voltage', 'V'),
      sensor('jk-bms total voltage', 'V'),
      sensor('jk-bms capacity remaining', 'Ah'),
    ];
    expect(metricsOf(things, 'battery')).toEqual({
      jk_bms_state_of_charge: 'battery.soc',
      jk_bms_cell_voltage_16: 'battery.cell.voltage.16',
      jk_bms_min_cell_voltage: 'battery.cell.voltage.min',
      jk_bms_total_voltage: 'battery.voltage',
      jk_bms_capacity_remaining: 'battery.capacity.remaining',
    });
    const table = nodeTable(things, 'battery');
    const state = { sensor: { 'jk-bms_charging_power': 400, 'jk-bms_discharging_power': 0 } };
    const told = readings({ rows: table.rows, derive: table.derive }, stateTable(table.rows).decode(state));
    expect(told).toMatchObject({ metric: ['battery.power'], value: [-400] });
  });

  test('what names no side has none at an inverter', () => {
    const things = [
      sensor('Power', 'W'),
      sensor('PV2 Power', 'W'),
      sensor('Battery Power', 'W'),
      sensor('House Power', 'W'),
    ];
    expect(metricsOf(things, undefined)).toEqual({ pv2_power: 'pv.power.s2', house_power: 'load.power' });
  });

  test('a unit of ours is scaled, another stays in words', () => {
    const { rows } = nodeTable([sensor('Power', 'kW'), sensor('Gas', 'm³/h')], 'relay');
    expect(rows).toMatchObject([
      { unit: 'W', scale: 1000 },
      { unit: '', label: 'Gas (m³/h)' },
    ]);
  });
});

describe('what is set', () => {
  const table = nodeTable(
    [
      thing('switch', 'Relay'),
      thing('switch', 'Status LED', { isAside: true }),
      thing('switch', 'Restart', { isAside: true }),
      thing('sensor', 'Relay'),
      thing('number', 'Limit', { min: 0, max: 10, step: 0.5, unit: 'A' }),
      thing('number', 'Bound', { min: 5, max: 5 }),
      thing('select', 'Mode', { options: ['Auto', '__proto__'] }),
      thing('select', 'Empty'),
      thing('text_sensor', 'Version'),
    ],
    'relay',
  );
  const write = (name: string) => table.writes.find((one) => one.name === name);

  test('only what can be', () => {
    expect(table.writes.map(({ name, dangerous = false }) => [name, dangerous])).toEqual([
      ['relay', false],
      ['status_led', false],
      ['restart', true],
      ['limit', false],
      ['mode', false],
    ]);
    expect(table.rows.map(({ name }) => name)).toContain('sensor_relay');
    expect(write('relay')?.serves?.setPoint).toBe('relay.on.1');
    expect(write('status_led')?.serves).toBeUndefined();
  });

  test('in the words of the link', () => {
    expect(write('relay')?.request('on')).toBe('switch/relay/command ON');
    expect(write('limit')?.request(2.5)).toBe('number/limit/command 2.5');
    expect(write('limit')?.request(11)).toBeUndefined();
    expect(write('mode')?.request('__proto__')).toBe('select/mode/command __proto__');
    expect(write('mode')?.request('toString')).toBeUndefined();
  });
});

describe('discovery', () => {
  const found = (definition: typeof esphomeNativePlug, list: unknown) => {
    const payload = toUtf8(JSON.stringify(list));
    return definition.discover?.([{ command: 'entities', payload }]);
  };

  test('asks first; what is no list is not this kind', () => {
    expect(esphomeNativePlug.discover?.([])).toMatchObject({ kind: 'ask', command: 'entities' });
    expect(found(esphomeNativePlug, { entities: 'many' })).toMatchObject({ kind: 'none' });
    expect(found(esphomeNativePlug, { entities: [] })).toMatchObject({ kind: 'found' });
  });

  test.each([
    [['Relay', 'Power'], 'esphome-native-plug'],
    [['Power L1', 'Power L2', 'Power L3'], 'esphome-native-meter'],
    [['Energy import'], 'esphome-native-meter'],
    [['state of charge', 'total voltage'], 'esphome-native-battery'],
    [['PV power', 'battery soc'], 'esphome-native-inverter'],
    [[], 'esphome-native-plug'],
  ])('%j is a %s', (names, id) => {
    const payload = toUtf8(JSON.stringify({ entities: names.map((name) => sensor(name, '')) }));
    expect(esphomeNativeMeter.whichOf?.([{ command: 'entities', payload }])).toMatchObject({ kind: 'is', id });
  });

  test('any list gives a table with names and metrics that are there once, in their units', () => {
    const word = fc.constantFrom(
      'power',
      'PV',
      'battery',
      'L1',
      'energy',
      'voltage',
      'cell',
      '1',
      '2',
      'soc',
      '__proto__',
      '°',
      '',
    );
    const any = fc.record({
      component: fc.constantFrom('sensor', 'switch', 'number', 'select', 'binary_sensor', 'text_sensor', 'lamp'),
      object: fc.oneof(
        fc.array(word, { maxLength: 3 }).map((words) => words.join('_').toLowerCase()),
        fc.string(),
      ),
      name: fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
      unit: fc.constantFrom('W', 'kW', 'V', 'A', 'Hz', '%', '°C', 'Wh', 'MWh', 'Ah', 's', 'dBm', 'VA', 'x', ''),
      deviceClass: fc.constantFrom('', 'power', 'battery', 'power_factor'),
      options: fc.array(fc.string(), { maxLength: 3 }),
      min: fc.double(),
      max: fc.double(),
    });
    let listed = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(any, fc.jsonValue()), { maxLength: 30 }), (entities) => {
        const step = found(esphomeNativePlug, { entities });
        if (step?.kind !== 'found') throw new TypeError('not found');
        const [{ table } = { table: answerTable(stateTable([])) }] = step.definition.commands;
        const names = table.rows.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        expect(names.filter((name) => !/^[a-z][a-z\d_]*$/.test(name))).toEqual([]);
        const metrics = table.rows.flatMap((row) => (row.metric === undefined ? [] : [{ ...row, metric: row.metric }]));
        expect(new Set(metrics.map(({ metric }) => metric)).size).toBe(metrics.length);
        for (const { metric, unit } of metrics) {
          expect(findMetric(metric)).toBeDefined();
          expect(metricOf(metric).unit).toBe(unit);
        }
        listed += metrics.length;
      }),
    );
    expect(listed).toBeGreaterThan(0);
  });
});
