import { inEnglish } from '#core/reason.ts';
import { editorSchema } from '#core/schema-check.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import { servedBy } from '../capabilities.ts';
import { answerShapes } from '../by-mode.ts';
import { decodeFrame } from '../decode-frame.ts';
import { rtuFrame } from '#codec/modbus-rtu.ts';
import { capabilityView } from '../setting-view.ts';
import { userDeviceSchemaFile } from './schema.ts';
import { userDefinition } from './user-device.ts';

const row = {
  register: 102,
  type: 'i32',
  label: 'Battery power',
  unit: 'W',
  order: 'low',
  metric: 'battery.power',
  flip: true,
};
const device = {
  id: 'my-hybrid',
  kind: 'inverter',
  maker: 'Example',
  title: 'Example hybrid',
  unit: 2,
  registers: [
    { register: 100, type: 'u32', label: 'PV power', unit: 'W', order: 'low', metric: 'pv.power' },
    row,
    { register: 104, type: 'u16', label: 'Mode', options: { 0: 'Standby', 1: 'On-grid' } },
    {
      register: 200,
      kind: 'holding',
      type: 'u16',
      label: 'Reserve',
      unit: '%',
      group: 'settings',
      write: { min: 10, max: 100 },
    },
    {
      register: 201,
      kind: 'holding',
      type: 'u16',
      label: 'Work mode',
      group: 'settings',
      options: { 0: 'Self-use', 1: 'Backup' },
      write: { block: true },
    },
  ],
};
const withRow = (change: object): unknown => ({ ...device, registers: [{ ...row, ...change }] });
const problemsOf = (document: unknown): string[] => {
  const outcome = userDefinition(document);
  return 'problems' in outcome ? outcome.problems.map(({ path, why }) => `${path.join('.')}: ${inEnglish(why)}`) : [];
};

const at = 'registers.0.write.serves';
/** The row as a holding register that serves a set-point: a percentage, or one of some words. */
const serving = (serves: object, words: readonly string[] = []) =>
  withRow({
    kind: 'holding',
    type: 'u16',
    label: 'Reserve',
    metric: 'battery.soc',
    unit: '%',
    flip: false,
    ...(words.length === 0
      ? { write: { min: 0, max: 100, serves } }
      : { metric: 'inverter.mode', unit: '', options: Object.fromEntries(words.entries()), write: { serves } }),
  });

describe('a device that a person wrote down', () => {
  test('is a definition like any other', () => {
    const outcome = userDefinition(device);
    if (!('definition' in outcome)) throw new Error(JSON.stringify(outcome.problems));
    const { definition } = outcome;
    expect(answerShapes(definition).map(({ name }) => name)).toEqual(['input 100 5', 'holding 200 2']);
    expect(definition.verified).toBe('unverified');
    const answer = rtuFrame(2, fromHex('040a 03e8 0000 fc18 ffff 0001'));
    const { fields, problems } = decodeFrame(definition, 'input 100 5', answer);
    expect(problems).toEqual([]);
    expect(fields.map(({ name, value }) => [name, value])).toEqual([
      ['pv_power', 1000],
      ['battery_power', -1000],
      ['mode', 'On-grid'],
    ]);
    expect(definition.writes.map(({ name, request }) => [name, request(50), request(101), request('Backup')])).toEqual([
      ['reserve', 'write 200 50', undefined, undefined],
      ['work_mode', undefined, undefined, 'write-block 201 1'],
    ]);
  });

  test('says which set-points its settings are', () => {
    const limits = { min: 10, max: 90, serves: { set_point: 'battery.soc.min' } };
    const words = { on: 'Backup', off: 'Self-use' };
    const serves = { set_point: 'battery.charge.from_grid', words };
    const outcome = userDefinition({
      ...device,
      registers: [
        row,
        { register: 0, kind: 'holding', type: 'u16', label: 'Reserve', unit: '%', write: limits },
        {
          register: 1,
          kind: 'holding',
          type: 'u16',
          label: 'Mode',
          options: { 0: 'Self-use', 1: 'Backup' },
          write: { stored: false, serves },
        },
      ],
    });
    if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
    const views = servedBy(outcome.definition).map(capabilityView);
    expect(views.map(({ name, value, stored }) => [name, value, stored])).toEqual([
      ['battery.soc.min', { kind: 'number', unit: '%', min: 10, max: 90, step: 1 }, true],
      ['battery.charge.from_grid', { kind: 'binary' }, false],
    ]);
  });

  test.each<[unknown, string]>([
    [null, ': nothing is given where a set of keys is needed'],
    [[], ': a list is given where a set of keys is needed'],
    [{ ...device, registers: [] }, 'registers: the list is empty'],
    [
      { ...device, id: 'My device' },
      'id: "My device" is not a short name of lower-case letters, digits and hyphens, such as my-meter',
    ],
    [
      { ...device, kind: 'invertor' },
      'kind: "invertor" is not one of inverter, battery, meter, relay, charger, heater or sensor; did you mean inverter?',
    ],
    [{ ...device, registrs: [] }, 'registrs: the key "registrs" is unknown; did you mean registers?'],
    [{ ...device, unit: 300 }, 'unit: 300 is outside 0 to 255'],
    [withRow({ scal: 0.1 }), 'registers.0.scal: the key "scal" is unknown; did you mean scale?'],
    [
      withRow({ register: '102' }),
      'registers.0.register: "102" is given where a whole number is needed: write it without quotes and units',
    ],
    [withRow({ label: undefined }), 'registers.0.label: nothing is given where a text is needed'],
    [
      withRow({ metric: 'batery.power' }),
      'registers.0.metric: "batery.power" is not one of docs/metrics.md; did you mean battery.power?',
    ],
    [
      withRow({ unit: 'kW' }),
      'registers.0.unit: "kW" is not one of W, VA, var, Wh, V, A, Ah, Ω, Hz, °C, %, s or dBm; did you mean W?',
    ],
    [withRow({ unit: 'Wh' }), 'registers.0.unit: battery.power is in W: set unit and scale so that this is, too'],
    [withRow({ metric: 'pv.power' }), 'registers.0.flip: pv.power has no sign to reverse'],
    [
      { ...device, registers: [row, { ...row, metric: undefined, flip: false }] },
      'registers.1.metric: nothing is given where a text is needed',
    ],
    [
      { ...device, registers: [row, { register: 1, type: 'u16', label: 'Battery power' }] },
      'registers.1.label: row 1 has the same name battery_power',
    ],
    [withRow({ write: { min: 0, max: 1 } }), 'registers.0.write: only a holding register can be set'],
    [
      withRow({ kind: 'holding', write: {} }),
      'registers.0.write: a number that can be set needs its limits: min and max',
    ],
    [withRow({ type: 'string', metric: undefined }), 'registers.0.metric: nothing is given where a text is needed'],
    [
      serving({ set_point: 'battery.soc.mim' }),
      `${at}.set_point: there is no set-point battery.soc.mim; did you mean battery.soc.min?`,
    ],
    [serving({ set_point: 'grid.export.limit' }), `${at}.set_point: grid.export.limit is in W: this is in %`],
    [serving({ set_point: 'battery.mode' }), `${at}.set_point: battery.mode takes words: this is a number`],
    [serving({ set_point: 'battery.soc.min', factor: 2 }), `${at}.set_point: battery.soc.min is between 0 and 100 %`],
    [serving({ set_point: 'battery.soc.min', factor: 0 }), `${at}.set_point: a number times 0 is always 0`],
    [
      serving({ set_point: 'battery.mode' }, ['Self-use', 'Backup']),
      `${at}: battery.mode needs words: say which option is self-consumption, hold, charge, discharge or off`,
    ],
    [
      serving({ set_point: 'battery.mode', words: { hold: 'Bakup' } }, ['Self-use', 'Backup']),
      `${at}.words.hold: Bakup is not one of the options; did you mean Backup?`,
    ],
    [
      serving({ set_point: 'battery.charge.enabled', words: { yes: 'Backup' } }, ['Self-use', 'Backup']),
      `${at}.words.yes: battery.charge.enabled takes on, off`,
    ],
    [withRow({ register: 65_535 }), 'registers: row battery_power does not fit into one read'],
    [withRow({ options: { on: 'On' } }), 'registers.0.options.on: the key "on" is unknown; the keys are numbers'],
  ])('%#: is told what is wrong and where', (document, problem) => expect(problemsOf(document)).toContain(problem));

  test('the schema for editors is the one it is held against', () => {
    const path = join(import.meta.dirname, '../../../docs/user-device.schema.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(editorSchema(userDeviceSchemaFile));
  });
});
