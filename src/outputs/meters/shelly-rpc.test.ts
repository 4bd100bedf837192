// What a Shelly meter answers, held against texts that real devices and the maker's pages give.
import { describe, expect, test } from 'vitest';
import { because } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { shellyAnswers } from './shelly-rpc.ts';
import type { ShellyModel } from './shelly-status.ts';
import { measured, shellyText } from './shelly-text.ts';
import { readingOf } from './testing/readings.ts';

const reading = readingOf(
  [
    { powerW: 375.5, apparentVA: 547.4, currentA: 2.392, voltageV: 229, factor: 0.76, importWh: 1_075_513.08 },
    { powerW: 183.465, apparentVA: 335.013, currentA: 1.464, voltageV: 228.9, factor: 0.55, importWh: 2 },
    { powerW: -0.04, apparentVA: 0, currentA: 0, voltageV: 230, factor: 1 },
  ],
  { powerW: 558.965 },
);

function meter(model: ShellyModel = 'pro-3em', isFresh = true) {
  return shellyAnswers({
    identity: { model, mac: '02A1B2C3D4E5', name: 'Cellar' },
    read: () => (isFresh ? reading : because('meter.old', { age: 20, most: 3 })),
    now: () => ({ nowMs: Date.UTC(2026, 5, 1, 10, 54), upMs: 260_530_999 }),
  });
}

const get = (answers: ReturnType<typeof meter>, target: string) => answers.web({ method: 'GET', target, body: '' });
const post = (answers: ReturnType<typeof meter>, body: string, target = '/rpc') =>
  answers.web({ method: 'POST', target, body });

describe('a Pro 3EM', () => {
  test('EM.GetStatus is that of a recorded device: its keys in their order, and every decimal', () => {
    // Values of the first phase and of the totals: home-assistant-libs/aioshelly, fixtures, Shelly Pro 3EM; order: shelly-api-docs, EM.
    expect(get(meter(), '/rpc/EM.GetStatus?id=0').body).toBe(
      '{"id":0,' +
        '"a_current":2.392,"a_voltage":229.0,"a_act_power":375.5,"a_aprt_power":547.4,"a_pf":0.76,"a_freq":50.0,' +
        '"b_current":1.464,"b_voltage":228.9,"b_act_power":183.5,"b_aprt_power":335.0,"b_pf":0.55,"b_freq":50.0,' +
        '"c_current":0.000,"c_voltage":230.0,"c_act_power":0.0,"c_aprt_power":0.0,"c_pf":1.00,"c_freq":50.0,' +
        '"n_current":null,"total_current":3.856,"total_act_power":558.965,"total_aprt_power":882.413,' +
        '"user_calibrated_phase":[]}',
    );
  });

  test('counters are in Wh, and what is not known is null', () => {
    expect(get(meter(), '/rpc/EMData.GetStatus?id=0').body).toBe(
      '{"id":0,"a_total_act_energy":1075513.08,"a_total_act_ret_energy":0.00,' +
        '"b_total_act_energy":2.00,"b_total_act_ret_energy":0.00,"c_total_act_energy":0.00,"c_total_act_ret_energy":0.00,' +
        '"total_act":1075515.08,"total_act_ret":0.00}',
    );
    expect(shellyText(measured(undefined, 2))).toBe('null');
  });

  test('it says who it is at both places, and at no time needs a reading for it', () => {
    const answers = meter('pro-3em', false);
    const told = get(answers, '/shelly');
    expect(told.status).toBe(200);
    expect(get(answers, '/rpc/Shelly.GetDeviceInfo')).toEqual(told);
    expect(JSON.parse(told.body)).toEqual({
      name: 'Cellar',
      id: 'shellypro3em-02a1b2c3d4e5',
      mac: '02A1B2C3D4E5',
      slot: 0,
      model: 'SPEM-003CEBEU',
      gen: 2,
      fw_id: '20250508-110717/1.6.1-g8dbd358',
      ver: '1.6.1',
      app: 'Pro3EM',
      auth_en: false,
      auth_domain: null,
      profile: 'triphase',
    });
  });

  test('Shelly.GetStatus has the parts that are asked for, also where a query says something else', () => {
    const all = JSON.parse(get(meter(), '/rpc/Shelly.GetStatus?esp').body) as Record<string, unknown>;
    expect(Object.keys(all)).toEqual(expect.arrayContaining(['em:0', 'emdata:0', 'sys', 'wifi', 'cloud', 'mqtt']));
    expect(all['em:0']).toEqual(JSON.parse(get(meter(), '/rpc/EM.GetStatus?id=0').body));
    expect(all['sys']).toMatchObject({ mac: '02A1B2C3D4E5', time: '10:54', unixtime: 1_780_311_240, uptime: 260_530 });
  });

  test('frames are answered as the maker writes them', () => {
    const ask = '{"id":1,"src":"marstek","method":"EM.GetStatus","params":{"id":0}}';
    const frame = meter().frame(ask, 'datagram')?.body ?? '';
    expect(
      frame.startsWith('{"id":1,"src":"shellypro3em-02a1b2c3d4e5","dst":"marstek","result":{"id":0,"a_current":'),
    ).toBe(true);
    // A Marstek on a cable takes no shorter ones.
    expect(frame.length).toBeGreaterThan(250);
    expect(post(meter(), ask)).toEqual({ status: 200, body: frame, isGiven: true });
    expect(meter().frame('{"id":"a","method":"em.getstatus"}', 'socket')?.body).toMatch(
      /^\{"id":"a","src":"[^"]+","result":/,
    );
  });

  test('errors have the codes and texts of the maker', () => {
    // shelly-api-docs, RPC protocol; the second was seen on a real device.
    expect(meter().frame('{"id":1,"src":"solarhub","method":"EM.GetStatus","params":{"id":12}}', 'socket')).toEqual({
      isGiven: false,
      body: '{"id":1,"src":"shellypro3em-02a1b2c3d4e5","dst":"solarhub","error":{"code":-105,"message":"Argument \'id\', value 12 not found!"}}',
    });
    expect(get(meter(), '/rpc/EM0.GetStatus?id=0')).toEqual({
      status: 404,
      body: '{"code":404,"message":"No handler for EM0.GetStatus"}',
      isGiven: false,
    });
    expect(get(meter(), '/rpc/EM.GetStatus?id=x')).toMatchObject({ status: 400 });
    expect(get(meter(), '/')).toMatchObject({ status: 404 });
  });
});

describe('the others', () => {
  test('an EM and a Pro EM-50 give the whole at their first channel, and have no second', () => {
    for (const [model, id, gen] of [
      ['em-gen3', 'shellyemg3-02a1b2c3d4e5', 3],
      ['pro-em-50', 'shellyproem50-02a1b2c3d4e5', 2],
    ] as const) {
      expect(JSON.parse(get(meter(model), '/shelly').body)).toMatchObject({ id, gen });
      expect(get(meter(model), '/rpc/EM1.GetStatus?id=0').body).toBe(
        '{"id":0,"current":3.853,"voltage":229.0,"act_power":559.0,"aprt_power":882.4,"pf":0.63,"freq":50.0,"calibration":"factory"}',
      );
      expect(get(meter(model), '/rpc/EM1Data.GetStatus?id=0').body).toBe(
        '{"id":0,"total_act_energy":1075515.08,"total_act_ret_energy":0.00}',
      );
      expect(get(meter(model), '/rpc/EM1.GetStatus?id=1')).toMatchObject({ status: 404 });
    }
  });

  test('a 3EM of the first generation has no methods', () => {
    const answers = meter('3em');
    expect(JSON.parse(get(answers, '/shelly').body)).toMatchObject({ type: 'SHEM-3', auth: false, num_emeters: 3 });
    expect(get(answers, '/emeter/0').body).toBe(
      '{"power":375.50,"pf":0.76,"current":2.39,"voltage":229.00,"is_valid":true,"total":1075513.1,"total_returned":0.0}',
    );
    const status = JSON.parse(get(answers, '/status').body) as { emeters: unknown[]; total_power: number };
    expect(status.emeters).toHaveLength(3);
    expect(status.total_power).toBe(558.97);
    expect(get(answers, '/rpc/EM.GetStatus?id=0')).toMatchObject({ status: 404 });
    expect(get(answers, '/emeter/3')).toMatchObject({ status: 404 });
    expect(get(meter('3em', false), '/status')).toMatchObject({ status: 503 });
  });
});

describe('without a fresh reading', () => {
  const paths = [
    'EM.GetStatus?id=0',
    'EMData.GetStatus?id=0',
    'EM1.GetStatus?id=0',
    'EM1Data.GetStatus?id=0',
    'Shelly.GetStatus',
  ];

  test.each(paths)('%s is 503, and holds no number of a power', (path) => {
    const { status, body } = get(meter('pro-3em', false), `/rpc/${path}`);
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      code: -114,
      message: 'the newest value is 20 s old, and may be at most 3 s old',
    });
  });

  test('a frame is an error, over HTTP with the status of one; over UDP there is silence', () => {
    const ask = '{"id":1,"src":"x","method":"EM.GetStatus","params":{"id":0}}';
    const answers = meter('pro-3em', false);
    expect(answers.frame(ask, 'datagram')).toEqual({ isGiven: false });
    expect(answers.frame('no request', 'datagram')).toBeUndefined();
    expect(JSON.parse(answers.frame(ask, 'socket')?.body ?? '{}')).toMatchObject({ id: 1, error: { code: -114 } });
    expect(answers.frame(ask, 'socket')?.isGiven).toBe(false);
    expect(post(answers, ask)).toMatchObject({ status: 503, isGiven: false });
    // Who it is can still be asked.
    expect(answers.frame('{"id":1,"method":"Shelly.GetDeviceInfo"}', 'datagram')?.body).toContain('shellypro3em-');
  });
});

describe('whatever is asked', () => {
  test('the answer is JSON, or nothing', () => {
    const answers = meter();
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.json(),
      fc
        .record({
          id: fc.anything(),
          src: fc.anything(),
          method: fc.constantFrom('EM.GetStatus', 'x'),
          params: fc.anything(),
        })
        .map((frame) => {
          try {
            return JSON.stringify(frame);
          } catch {
            return '';
          }
        }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const said = [
          answers.frame(text, 'socket')?.body ?? '{}',
          answers.frame(text, 'datagram')?.body ?? '{}',
          post(answers, text).body,
          get(answers, text).body,
          get(answers, `/rpc/${text}`).body,
        ];
        expect(said.map((body) => typeof JSON.parse(body))).toEqual(said.map(() => 'object'));
      }),
    );
  });

  test('it gives back no long text of a stranger, and no method of an object', () => {
    const long = 'x'.repeat(4000);
    const answers = meter();
    expect(
      (answers.frame(JSON.stringify({ id: long, src: long, method: long }), 'datagram')?.body ?? '').length,
    ).toBeLessThan(250);
    expect(get(answers, '/rpc/constructor')).toMatchObject({ status: 404 });
    expect(get(answers, '/rpc/__proto__')).toMatchObject({ status: 404 });
  });
});
