import { expect, test } from 'vitest';
import type { KeyedDocument } from '#core/document-link.ts';
import { fc } from '#tools/testkit/property.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { NamedAnswer } from '#core/named-answer.ts';
import { systemClock } from '#core/clock.ts';
import { addressFault } from './addresses.ts';
import type { AnswerParts } from './answer-sink.ts';
import { promFileName } from './forms/prometheus.ts';
import { keyFilter } from './key-filter.ts';
import { openAnswerOutput } from './open-answer-output.ts';
import { answerOutputs, type AnswerOutputName, answerSchema, type AnswerSettings, isAnswerOutput } from './settings.ts';

const answer: NamedAnswer = {
  device: 'inverter_1',
  tag: 'roof',
  command: 'QPIGS',
  title: 'General status',
  atMs: Date.UTC(2026, 5, 1, 10),
  identity: { model: 'MKS2-8000' },
  fields: [
    { name: 'AC Output Voltage', value: 230.1, unit: 'V' },
    { name: 'AC Output Active Power', value: 119, unit: 'W' },
    { name: 'Device Mode', value: 'Line "1"', unit: '' },
    { name: 'Is Load On', value: 1, unit: 'bool' },
    { name: 'Buzzer', value: 'disabled', unit: '' },
  ],
  raw: new TextEncoder().encode("(230.1 '\u0001"),
};

interface Message {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/** An output over parts that remember what they were given. */
async function delivered(name: AnswerOutputName, settings: AnswerSettings = {}, given: Partial<NamedAnswer> = {}) {
  let text = '';
  const messages: Message[] = [];
  const files: [string, string][] = [];
  const posts: [string, string][] = [];
  const documents: [string, readonly KeyedDocument[]][] = [];
  const datagrams: [{ readonly host: string; readonly port: number }, string][] = [];
  const parts: AnswerParts = {
    clock: systemClock,
    random: () => 0,
    hostName: 'pi',
    screen: { isTerminal: false, write: async (some) => void (text += some) },
    openBroker: async () => ({
      name: 'memory',
      isConnected: true,
      connect: async () => undefined,
      publish: async (topic, payload, options) =>
        void messages.push({ topic, payload: String(payload), retain: options?.retain === true }),
      subscribe: () => () => undefined,
      onState: () => () => undefined,
      close: async () => undefined,
    }),
    writeFile: async (path, content) => void files.push([path, content]),
    keepsFiles: true,
    removeFile: async () => undefined,
    openPostgres: () => Promise.reject(new Error('none here')),
    openMongo: async ({ name: place, accounts, user }, password) => ({
      merge: async (some, collection) =>
        void documents.push([`${place} ${user} ${accounts} ${password?.reveal()} ${collection}`, some]),
      remove: async () => undefined,
      close: async () => undefined,
    }),
    openHttp: async ({ server }) => ({
      place: server,
      call: async ({ path, body }) => {
        posts.push([`${server}${path}`, String(body)]);
        return { status: 202, text: '' };
      },
      close: async () => undefined,
    }),
    sendDatagram: async (place, content) => void datagrams.push([place, content]),
  };
  const sink = await openAnswerOutput(name, settings, parts);
  await sink.deliver([{ ...answer, ...given }], AbortSignal.timeout(1000));
  await sink.close();
  return { text, messages, files, posts, datagrams, documents };
}

test('a table has its columns under each other, wide letters too', async () => {
  const { text } = await delivered('screen', {}, { fields: [...answer.fields, { name: '電圧', value: 5, unit: 'V' }] });
  const lines = text.split('\n');
  expect(lines[0]).toBe('Command: QPIGS - General status');
  expect(lines[2]).toBe('Parameter              Value          Unit');
  expect(lines[3]).toBe('ac_output_voltage      230.1          V');
  expect(lines.find((line) => line.startsWith('電圧'))).toBe('電圧                   5              V');
});

test('MongoDB has a document an answer, in the collection of its command', async () => {
  const given = {
    device: 'one',
    command: 'system.$QPIGS',
    fields: [
      { name: 'a.b $c', value: 5, unit: 'V' },
      { name: '_id', value: 'x', unit: '' },
    ],
  };
  const { documents } = await delivered('mongo', { server: 'mongodb://u:p%40@db' }, given);
  const set = { a_b__c: 5, __id: 'x', updated: new Date(answer.atMs) };
  expect(documents).toEqual([
    ['mongodb://db:27017/mppsolar u admin p@ system__QPIGS', [{ id: `pi/one/${answer.atMs}`, set }]],
  ]);
  const named = await delivered('mongo', { server: 'mongodb://db:1/users', database: 'sun' });
  expect(named.documents[0]?.[0]).toBe('mongodb://db:1/sun  users undefined QPIGS');
});

test.each([
  ['postgres', { server: 'geheim555@foo' }, 'server'],
  ['mongo', { server: 'mongodb://u:geheim555@m1:27017,m2:27017' }, 'server'],
  ['mongo', { server: 'mongodb+srv://u:geheim555@m1' }, 'server'],
  ['prom_push', { url: 'geheim555@foo' }, 'url'],
  ['mqtt', { server: 'geheim555@foo:bar' }, 'server'],
  ['mqtt', { server: 'mqtt://b', ca: 'geheim555' }, 'ca'],
] as const)('an address of %s that cannot be is found before it is opened: %j', async (name, settings, setting) => {
  const fault = addressFault(name, settings);
  expect(fault?.setting).toBe(setting);
  expect(JSON.stringify(fault)).not.toContain('geheim555');
  await expect(delivered(name, settings)).rejects.toThrow(expect.objectContaining({ code: 'input.invalid' }));
});

test('a table with lines is closed on all sides', async () => {
  const { text } = await delivered('boxdraw', {}, { title: 'A title that is longer than all of its three columns' });
  const lines = text.trim().split('\n');
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  expect(lines.every((line) => /^[╔║╠╟╚].*[╗║╣╢╝]$/.test(line))).toBe(true);
});

test.each([
  [
    'simple',
    'ac_output_voltage=230.1\nac_output_active_power=119\ndevice_mode=Line "1"\nis_load_on=1\nbuzzer=disabled\n',
  ],
  ['value', '230.1\n119\nLine "1"\n1\ndisabled\n'],
  [
    'json',
    '{"_command":"QPIGS","_command_description":"General status","ac_output_voltage":230.1,"ac_output_active_power":119,"device_mode":"Line \\"1\\"","is_load_on":1,"buzzer":"disabled"}\n',
  ],
  ['raw', `Command: QPIGS - General status\n${'-'.repeat(60)}\nraw_response${' '.repeat(18)}\t'(230.1 \\'\\x01'\n`],
  [
    'csv',
    'time,device,command,ac_output_voltage,ac_output_active_power,device_mode,is_load_on,buzzer\n2026-06-01T10:00:00.000Z,inverter_1,QPIGS,230.1,119,"Line ""1""",1,disabled\n',
  ],
] as const)('%s is what scripts read', async (name, expected) => {
  expect((await delivered(name)).text).toBe(expected);
});

test('units stand where the forms have them', async () => {
  expect((await delivered('simpleunits')).text).toContain('ac_output_voltage=230.1(V)\n');
  expect(JSON.parse((await delivered('json_units')).text)).toMatchObject({
    ac_output_voltage: { value: 230.1, unit: 'V' },
    _command: 'QPIGS',
  });
});

test('keys keep their capitals where that is wanted', async () => {
  expect((await delivered('simple', { keepCase: true })).text).toContain('AC_Output_Voltage=230.1\n');
});

test('what a device says acts on no terminal and begins no line of its own', async () => {
  const fields = [{ name: 'Mode\u001b[31m', value: 'a\nbattery=0\u001b]0;x\u0007', unit: '' }];
  for (const name of ['screen', 'boxdraw', 'simple', 'value'] as const) {
    const { text } = await delivered(name, {}, { fields });
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/^battery=0/m);
  }
});

test('with the broker screen messages are printed, and nothing is sent', async () => {
  const { text, messages } = await delivered('mqtt', { server: 'screen' });
  expect(messages).toEqual([]);
  expect(text.split('\n')[0]).toBe(
    "mqtt debug output only as broker name is 'screen' - topic: 'roof/status/ac_output_voltage/value', payload: '230.1'",
  );
  expect(addressFault('mqtt', { server: 'screen' })).toBeUndefined();
});

test('messages go to the topics of the old program', async () => {
  expect((await delivered('mqtt')).messages.slice(0, 3)).toEqual([
    { topic: 'roof/status/ac_output_voltage/value', payload: '230.1', retain: false },
    { topic: 'roof/status/ac_output_voltage/unit', payload: 'V', retain: false },
    { topic: 'roof/status/ac_output_active_power/value', payload: '119', retain: false },
  ]);
  expect((await delivered('mqtt', {}, { tag: undefined })).messages[0]?.topic).toMatch(/^QPIGS\/status\//);
  expect((await delivered('tag_mqtt', { retain: true })).messages[0]).toEqual({
    topic: 'roof/ac_output_voltage',
    payload: '230.1',
    retain: true,
  });
  const [json] = (await delivered('json_mqtt')).messages;
  expect(json?.topic).toBe('roof/mpp-solar');
  expect(JSON.parse(json?.payload ?? '')).not.toHaveProperty('_command');
  expect((await delivered('json_mqtt', { topic: 'results' })).messages[0]?.topic).toBe('roof/results');
});

test('lines for InfluxDB are lines of its protocol', async () => {
  const lines = (await delivered('influx_mqtt', {}, { tag: 'a b,c' })).messages.map(({ payload }) => payload);
  expect(lines[0]).toBe(String.raw`a\ b\,c,setting=ac_output_voltage value=230.1,unit="V"`);
  expect(lines[2]).toBe(String.raw`a\ b\,c,setting=device_mode text="Line \"1\""`);
  const second = (await delivered('influx2_mqtt')).messages.map(({ payload }) => payload);
  expect(second[0]).toBe('mpp-solar,command=roof ac_output_voltage=230.1');
  expect(second[2]).toBe(String.raw`mpp-solar,command=roof device_mode="Line \"1\""`);
});

test('Home Assistant hears first what there is, then its values, with the old ids', async () => {
  const { messages } = await delivered('hassd_mqtt');
  expect(messages.map(({ topic }) => topic.endsWith('/config'))).toEqual([
    ...Array.from({ length: 5 }, () => true),
    ...Array.from({ length: 5 }, () => false),
  ]);
  const [first] = messages;
  expect(first).toMatchObject({ topic: 'homeassistant/sensor/mpp_roof_ac_output_voltage/config', retain: true });
  expect(JSON.parse(first?.payload ?? '')).toEqual({
    name: 'roof AC Output Voltage',
    state_topic: 'homeassistant/sensor/mpp_roof_ac_output_voltage/state',
    unique_id: 'mpp_roof_ac_output_voltage',
    force_update: true,
    unit_of_measurement: 'V',
    device: { name: 'inverter_1', identifiers: ['inverter_1'], model: 'MKS2-8000', manufacturer: 'MPP-Solar' },
    device_class: 'voltage',
  });
  expect(
    messages.filter(({ topic }) => topic.endsWith('/state')).map(({ topic, payload }) => [topic, payload]),
  ).toEqual([
    ['homeassistant/sensor/mpp_roof_ac_output_voltage/state', '230.1'],
    ['homeassistant/sensor/mpp_roof_ac_output_active_power/state', '119'],
    ['homeassistant/sensor/mpp_roof_device_mode/state', 'Line "1"'],
    ['homeassistant/binary_sensor/mpp_roof_is_load_on/state', 'ON'],
    ['homeassistant/binary_sensor/mpp_roof_buzzer/state', 'OFF'],
  ]);
});

test('Domoticz gets a value with its unit', async () => {
  const { messages } = await delivered('domoticz_mqtt');
  expect(messages[0]).toMatchObject({ topic: 'domoticz/sensor/mpp_roof_ac_output_voltage/state', payload: '230.1 V' });
  expect((await delivered('domoticz_autodiscover')).messages[1]?.payload).toContain('"stat_cla":"measurement"');
});

test('Prometheus: names and labels of the old program, into a file, to a gateway', async () => {
  const { files } = await delivered('prom_file', { folder: '/tmp/x/', dev: 'usb' });
  const [[path, content] = ['', '']] = files;
  expect(path).toBe('/tmp/x/mpp-solar-inverter_1-qpigs.prom');
  expect(content).toContain('mpp_solar_ac_output_voltage{inverter="inverter_1",device="usb",cmd="QPIGS"} 230.1\n');
  expect(content).toContain(String.raw`cmd="QPIGS",myStr="Line \"1\""} 1`);
  expect((await delivered('prom_push')).posts[0]?.[0]).toBe('http://localhost:9091/metrics/job/pushgateway');
  expect((await delivered('prom_pushd', { url: 'http://vm:8428/' })).posts[0]?.[0]).toBe(
    'http://vm:8428/metrics/job/mppsolar/instance/pi',
  );
});

test('a file stays in its folder whatever the device is called', () => {
  expect(promFileName({ device: '../../etc/x', command: 'Q/../1' })).toBe('mpp-solar-.._.._etc_x-q_.._1.prom');
  expect(promFileName({ device: 'unnamed', command: 'QPIGS' })).toBe('mpp-solar-qpigs.prom');
});

test('a datagram goes to any host', async () => {
  const { datagrams } = await delivered('json_udp', { host: '192.168.1.9', port: 6666 });
  expect(datagrams[0]?.[0]).toEqual({ host: '192.168.1.9', port: 6666 });
});

test('filters are looked for anywhere in the key, and what is excluded is out', async () => {
  const { text } = await delivered('simple', { filter: 'output|mode', exclude: '^device' });
  expect(text).toBe('ac_output_voltage=230.1\nac_output_active_power=119\n');
});

test('an expression that would stop other engines is linear; one that needs to look back is refused', async () => {
  const wants = await keyFilter({ filter: '(a+)+$' });
  const startMs = performance.now();
  expect(wants(`${'a'.repeat(20_000)}!`)).toBe(false);
  expect(performance.now() - startMs).toBeLessThan(2000);
  for (const filter of [String.raw`(a)\1`, '(?=a)', '(', 'a'.repeat(501)]) {
    const error: unknown = await keyFilter({ filter }).catch((thrown: unknown) => thrown);
    expect(isSolsteadError(error, 'input.invalid')).toBe(true);
  }
});

test('no text of a device makes a topic that no broker takes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), async (tag, name) => {
      for (const output of ['mqtt', 'tag_mqtt', 'hassd_mqtt', 'domoticz_mqtt', 'influx_mqtt'] as const)
        for (const { topic } of (await delivered(output, {}, { tag, fields: [{ name, value: 1, unit: 'V' }] }))
          .messages)
          expect(topic).not.toMatch(/[#+\p{Cc}]/u);
    }),
    { numRuns: 50 },
  );
});

test('every output of the old program is there, with a schema', () => {
  const old =
    'boxdraw domoticz_autodiscover domoticz_mqtt hass_mqtt hassd_mqtt influx2_mqtt influx_mqtt json json_mqtt json_udp json_units mongo mqtt postgres prom prom_file prom_push prom_pushd raw screen simple simpleunits tag_mqtt value';
  expect(old.split(' ').filter((name) => !isAnswerOutput(name))).toEqual([]);
  expect(old.split(' ')).toHaveLength(24);
  const names = Object.keys(answerOutputs).filter(isAnswerOutput);
  expect(names.filter((name) => answerSchema(name).properties?.['filter'] === undefined)).toEqual([]);
});
