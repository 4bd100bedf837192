import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { anyCharacter } from '#tools/testkit/any-text.ts';
import { fc } from '#tools/testkit/property.ts';
import { isSame } from './plan.ts';
import { linesOf, planOf } from './testing/known.ts';

/** The file of the document that this program began with. */
const founding = `[SETUP]
pause = 60  # Seconds between poll cycles
mqtt_broker = localhost
mqtt_port = 1883

[inverter_1]
type = mppsolar
protocol = pi30
port = /dev/hidraw0
porttype = hidraw
command = QPIGS
outputs = screen,json,prom_file,hass_mqtt
prom_output_dir = /var/lib/prometheus

[battery_1]
type = jkbms
protocol = jk04
port = XX:XX:XX:XX:XX:XX
porttype = jkble
command = getCellData
outputs = hass_mqtt
`;

test('the founding file is taken as it stands', async () => {
  const plan = await planOf(founding);
  expect(plan.devices).toEqual([
    {
      name: 'inverter_1',
      definition: 'pi30',
      address: 'hid:///dev/hidraw0',
      everySeconds: 60,
      commands: [{ name: 'QPIGS', asks: ['QPIGS'] }],
      answers: [
        { output: 'screen', settings: {} },
        { output: 'json', settings: {} },
        { output: 'prom_file', settings: { folder: '/var/lib/prometheus' } },
        { output: 'hass_mqtt', settings: { server: 'mqtt://localhost:1883' } },
      ],
      mayCommand: [],
    },
    {
      name: 'battery_1',
      definition: 'jk04',
      address: 'ble://XX:XX:XX:XX:XX:XX',
      everySeconds: 60,
      commands: [{ name: 'getCellData', asks: ['cell_info'] }],
      answers: [{ output: 'hass_mqtt', settings: { server: 'mqtt://localhost:1883' } }],
      mayCommand: [],
    },
  ]);
  expect(await linesOf(founding)).toEqual([
    'f:2:1: [SETUP] pause: what follows # is taken as a comment; mpp-solar has it as part of the value: better on a line of its own',
    'f:12:1: [inverter_1] outputs: without a tag mpp-solar called these entities mpp_None_…; with tag = None they go on',
    'f:19:1: [battery_1] porttype: this stands for a Bluetooth address: the device is not read until it is given',
    'f:21:1: [battery_1] outputs: without a tag mpp-solar called these entities mpp_None_…; with tag = None they go on',
  ]);
});

/** Every key that mpp-solar has. */
const everyKey = `[SETUP]
pause = 5
mqtt_broker = broker.local
mqtt_port = 8883
mqtt_user = bob@home
mqtt_pass = pa%ss # 1
log_file = /var/log/mpp-solar.log

[one]
protocol = PI30MAX
port = /dev/ttyACM0
baud = 9600
command = QPIGS # QPIGS2#get_status
tag = roof
outputs = json_mqtt, prom_push,json_udp,mongo,postgres
filter = volt
exclfilter = ^x
dev = usb
mqtt_topic = results
udpport = 6000
postgres_url = postgres://u:secret@db/solar
mongo_url = mongodb://u:p%40@m1:27017
mongo_db = sun
push_url = http://gw:9091/metrics
prom_output_dir = /tmp/p
mqtt_allowed_cmds = POP0[0-2], QPI.*

[two]
type = jkbms
port = 192.168.1.5:8899
protocol = jkserial
porttype = remotesocket
outputs = prom_push
`;

test('every key of mpp-solar has its place', async () => {
  const plan = await planOf(everyKey);
  const [one, two] = plan.devices;
  const common = { filter: 'volt', exclude: '^x' };
  const server = 'mqtt://bob%40home@broker.local:8883';
  expect(plan.broker).toMatchObject({ server });
  expect(plan.broker?.secret?.reveal()).toBe('pa%ss # 1');
  expect(one).toMatchObject({
    definition: 'pi30max',
    address: 'serial:///dev/ttyACM0?baud=9600',
    everySeconds: 5,
    tag: 'roof',
    commands: [
      { name: 'QPIGS', asks: ['QPIGS'] },
      { name: 'QPIGS2', asks: ['QPIGS2'] },
      { name: 'get_status', asks: ['QPIGS', 'QPIGS2', 'QMOD', 'QPIWS'] },
    ],
    mayCommand: ['POP0[0-2]', 'QPI.*'],
  });
  expect(one?.answers.map(({ output, settings }) => [output, settings])).toEqual([
    ['json_mqtt', { ...common, server, topic: 'results' }],
    ['prom_push', { ...common, dev: 'usb', url: 'http://gw:9091/metrics' }],
    ['json_udp', { ...common, port: 6000 }],
    ['mongo', { ...common, server: 'mongodb://u@m1:27017', database: 'sun' }],
    ['postgres', { ...common, server: 'postgres://u@db/solar' }],
  ]);
  expect(one?.answers.map(({ secret }) => secret?.reveal())).toEqual([
    'pa%ss # 1',
    undefined,
    undefined,
    'p@',
    'secret',
  ]);
  // One for all in mpp-solar: the last of the file.
  expect(two).toMatchObject({
    definition: 'jk-serial',
    address: 'tcp://192.168.1.5:8899',
    commands: [{ name: 'getBalancerData', asks: ['read_all'] }],
    answers: [{ output: 'prom_push', settings: { url: 'http://gw:9091/metrics' } }],
  });
});

/** Whether a line is, or fits, what is expected. */
const hasLine =
  (expected: string | RegExp) =>
  (lines: readonly string[]): boolean =>
    lines.some((line) => (typeof expected === 'string' ? line === expected : expected.test(line)));

const section = (lines: string): string => `[SETUP]\n[a]\nprotocol = pi30\nport = /dev/ttyUSB0\n${lines}`;

test.each([
  ['[setup]\npause = 1', 'f:1:1: the section [SETUP] is missing; did you mean SETUP?'],
  ['[SETUP]\npause = 5', 'f:1:1: it names no device'],
  ['[SETUP]\npause = ten\n[a]\nport = /dev/x', 'f:2:1: [SETUP] pause: ten is no number from 0 to 86400'],
  [section('command = QPIGZ'), /f:5:1: \[a\] command: .* has no command QPIGZ; did you mean QPIGS\?/],
  [section('command = QPIGS#POP02'), /f:5:1: \[a\] command: POP02 sets something, and a poll only reads/],
  [section('command = PSDV43.5'), /f:5:1: \[a\] command: PSDV43\.5 sets something/],
  [section('command = list_commands'), /f:5:1: \[a\] command: list_commands lists what there is/],
  [section('outputs = hass_mqt'), 'f:5:1: [a] outputs: there is no output hass_mqt; did you mean hass_mqtt?'],
  [section('outputs = postgres'), 'f:2:1: [a] postgres_url: this key is missing'],
  [
    section('outputs = mqtt,postgres\npostgres_url = geheim555@foo'),
    'f:6:1: [a] postgres_url: write the address as postgres://account@host:5432/database',
  ],
  [
    section('outputs = mongo\nmongo_url = mongodb://u:geheim555@m1,m2'),
    'f:6:1: [a] mongo_url: write the address as mongodb://account@host:27017, with one host',
  ],
  [
    section('outputs = prom_push\npush_url = geheim555@foo'),
    'f:6:1: [a] push_url: write the address as http://host:8086 or https://host',
  ],
  [section('filter = (a'), /f:5:1: \[a\] filter: this is no regular expression/],
  [section('mqtt_allowed_cmds = POP('), /f:5:1: \[a\] mqtt_allowed_cmds: this is no regular expression/],
  [section('mqtt_pass = ${NOT_SET}'), 'f:5:1: [a] mqtt_pass: the environment variable NOT_SET is not set'],
  [section('mqtt_pass_file = /nowhere'), 'f:5:1: [a] mqtt_pass_file: the file cannot be read: there is no such file'],
  [
    section('mqtt_pass = a\nmqtt_pass_file = /x'),
    'f:6:1: [a] mqtt_pass_file: give mqtt_pass or mqtt_pass_file, not both',
  ],
  [section('type = jkbm'), 'f:5:1: [a] type: jkbm is not one of mppsolar or jkbms; did you mean jkbms?'],
  [section('baud = 12'), 'f:5:1: [a] baud: 12 is no number from 50 to 4000000'],
  ['[SETUP]\n[a]\nprotocol = pi31x\nport = /dev/x', /f:3:1: \[a\] protocol: there is no protocol pi31x; did you mean/],
  ['[SETUP]\n[a]\nprotocol = jk04', 'f:2:1: [a] port: this key is missing'],
  ['[SETUP]\n[a]\nport = COM3', /f:3:1: \[a\] port: COM3 is no port/],
  ['[SETUP]\n[a]\nport = rfc2217://h:1', /RFC 2217 is not spoken/],
  [
    '[SETUP]\n[a]\nport = x:y\nporttype = remotesocket',
    'f:3:1: [a] port: x:y is no host and port, such as 192.168.1.5:8899',
  ],
  ['[SETUP]\n[a]\nport = zz\nporttype = jkble', /f:3:1: \[a\] port: zz is no Bluetooth address/],
  ['[SETUP]\n[a]\nport = /dev/x\nporttype = esp32', /pins of an ESP32/],
  [
    '[SETUP]\n[a]\nport = /dev/x\nporttype = hidrw',
    /f:4:1: \[a\] porttype: hidrw is not one of .*did you mean hidraw\?/,
  ],
  ['[SETUP]\n[a]\nport = udp://h:1', /is not reached by udp:\/\/, only by serial:\/\//],
  [
    '[SETUP]\n[a]\nport = /dev/x\n[b]\nport = /dev/x\nbaud = 9600',
    'f:4:1: [b] the section [a] reads the same port at 2400 baud: a port has one speed',
  ],
])('a wrong file is told: %j', async (text, complaint) => {
  const lines = await linesOf(text);
  expect(lines).toSatisfy(hasLine(complaint));
  expect(lines.join()).not.toContain('geheim555');
});

test('all that is wrong is told at once, and what is said of the rest with it', async () => {
  const lines = await linesOf(
    '[SETUP]\npauze = 1\n[a]\nprotocol = nope\nport = COM1\nbaud = x\noutputs = y\n[b]\nport =',
  );
  expect(lines.map((line) => line.slice(0, 4))).toEqual(['f:2:', 'f:4:', 'f:5:', 'f:6:', 'f:7:', 'f:8:', 'f:9:']);
});

test.each([
  [section('mqtt_broker = other'), 'mpp-solar did not heed this key in a section'],
  [section('').replace('[SETUP]', '[SETUP]\nlog_file = /x'), 'the log goes to the standard error'],
  [
    section('pause_loops=1'),
    'f:5:1: [a] pause_loops: this key is passed over, as in mpp-solar since 0.16; use every (YAML)',
  ],
  [section('x = 1'), 'f:5:1: [a] x: this key is unknown, and passed over as in mpp-solar'],
  ['[SETUP]\nloop = 3\n[a]\nprotocol = pi30', 'f:2:1: [SETUP] loop: this key is unknown, and passed over'],
  ['[SETUP]\n[a]\nprotocol = pi30', 'f:2:1: [a] port: without a port it is /dev/ttyUSB0, as in mpp-solar'],
  [section('command = QPIGS,QMOD'), 'commands are separated by # since mpp-solar 0.16; these are taken as QPIGS#QMOD'],
  [section('command = '), 'without a command QPI is asked, as in mpp-solar'],
  [
    section('mqtt_allowed_cmds = PCP*'),
    'PCP* has to fit a whole command here, while mpp-solar took whatever begins so; PCP.* lets that through',
  ],
  [section('').replace('[SETUP]', '[SETUP]\npause = 0'), 'a pause of 0 would ask without end'],
  [section('').replace('/dev/ttyUSB0', 'inverter.local:8899'), 'it is taken as tcp://inverter.local:8899'],
])('what is taken is told where it differs: %j', async (text, note) => {
  const lines = await linesOf(text);
  expect(lines.join('\n')).toContain(note);
});

test.each([
  ['/dev/serial/by-path/pci-0000:00:14.0-usb', 'serial:///dev/serial/by-path/pci-0000:00:14.0-usb'],
  ['/dev/serial/by-id/usb-Espressif_1', 'serial:///dev/serial/by-id/usb-Espressif_1'],
  ['/dev/ttyS0', 'serial:///dev/ttyS0'],
  ['/dev/latest-inverter', 'serial:///dev/latest-inverter'],
  ['/dev/my#port', 'serial:///dev/my%23port'],
  ['socket://10.0.0.2:23', 'tcp://10.0.0.2:23'],
  ['[fe80::1]:23', 'tcp://[fe80::1]:23'],
  ['tcp://10.0.0.2:23', 'tcp://10.0.0.2:23'],
])('the port %s is %s', async (port, address) => {
  expect((await planOf(section('').replace('/dev/ttyUSB0', port))).devices[0]?.address).toBe(address);
});

const yaml = `
every: 10
mqtt: {server: 'mqtt://bob@broker:1883', password: '\${MQTT_PASSWORD}'}
devices:
  inverter_1:
    protocol: pi30
    port: /dev/hidraw0
    every: 2.5
    commands: [QPIGS, get_settings]
    retries: 1
    retry_pauses: [0.5]
    timeout_ms: 900
    delay_ms: 20
    answers: [screen, json_mqtt: {topic: t}]
    allowed_commands: ['POP0[0-2]']
  meter:
    protocol: shelly-pro3em
    topic: shelly/1
outputs:
  house: {kind: newest, filter: {metrics: ['battery.*']}}
`;

test('YAML says the same, and more', async () => {
  const plan = await planOf(yaml);
  expect(plan.devices[0]).toEqual({
    name: 'inverter_1',
    definition: 'pi30',
    address: 'hid:///dev/hidraw0',
    topic: undefined,
    everySeconds: 2.5,
    commands: [
      { name: 'QPIGS', asks: ['QPIGS'] },
      { name: 'get_settings', asks: ['QPIRI', 'QFLAG'] },
    ],
    retries: 1,
    backoffSeconds: [0.5],
    timeoutMs: 900,
    delayMs: 20,
    tag: undefined,
    answers: [
      { output: 'screen', settings: {} },
      { output: 'json_mqtt', settings: { server: 'mqtt://bob@broker:1883', topic: 't' }, secret: plan.broker?.secret },
    ],
    mayCommand: ['POP0[0-2]'],
  });
  expect(plan.devices[1]).toMatchObject({
    definition: 'shelly-pro3em',
    address: 'mqtt://bob@broker:1883',
    topic: 'shelly/1',
  });
  expect(plan.outputs).toMatchObject([
    { id: 'house', settings: { kind: 'newest', server: 'mqtt://bob@broker:1883' }, filter: { metrics: ['battery.*'] } },
  ]);
  expect(plan.outputs[0]?.secret?.reveal()).toBe('from-environment');
});

test('INI and YAML of the same meaning are the same plan', async () => {
  const ini = await planOf(
    `[SETUP]\npause = 7\nmqtt_broker = h\nmqtt_user = u\n[x]\nprotocol = pi18\nport = 10.0.0.9:1\ncommand = GS#MOD\noutputs = tag_mqtt\ntag = t`,
  );
  const same = await planOf(`every: 7
mqtt: {server: 'mqtt://u@h:1883'}
devices:
  x: {protocol: pi18, port: '10.0.0.9:1', commands: [GS, MOD], answers: [tag_mqtt], tag: t}
`);
  expect(isSame(ini, same)).toBe(true);
  expect(isSame(ini, { ...same, devices: [] })).toBe(false);
});

const device = (more: string): string => `devices:\n  a:\n    protocol: pi30\n    port: /dev/ttyUSB0\n${more}`;

test.each([
  ['devices: []', 'f:1:10: devices: a list is given where a set of keys is needed'],
  ['devise:\n  a: 1', /f:1:1: the key "devise" is unknown; did you mean devices\?/],
  ['devices: {}', 'f:1:10: devices: it names no device'],
  ['just text', 'f:1:1: it names no device'],
  ['devices: {a: {port: /dev/x}}', /the key protocol is missing/],
  ['devices: {a: {protocol: pi30}}', /the key port is missing/],
  ['devices: {a: {protocol: pi3o, port: /x}}', /f:1:25: .*did you mean pi30\?/],
  [device('    comands: [QPIGS]'), 'f:5:5: the key "comands" is unknown; did you mean commands?'],
  [device('    commands: [QPIGS, POP02]'), /f:5:23: commands: POP02 sets something/],
  [device('    every: 0'), 'f:5:12: every: 0 is outside 0.1 to 86400'],
  [device('    answers: [scren]'), 'f:5:15: there is no output scren; did you mean screen?'],
  [device('    answers: [json_udp: {prt: 1}]'), /f:5:26: the key "prt" is unknown; did you mean port\?/],
  [device('    answers: [mqtt]'), /need a broker/],
  [
    device('    answers: [postgres: {server: geheim555@foo}]'),
    'f:5:34: server: write the address as postgres://account@host:5432/database',
  ],
  [device('    allowed_commands: ["POP("]'), /no regular expression/],
  [device('outputs: {x: {kind: kept, url: u}}'), /the output x keeps what its server has not taken yet/],
  [device('outputs: {x: {kind: kpt}}'), /f:5:21: kind: kpt is not one of kept or newest; did you mean kept\?/],
  [device('outputs: {x: {kind: hass_mqtt}}'), /hass_mqtt is an output of answers/],
  [device('outputs: {x: {kind: newest}}'), /it needs a broker/],
  [device('outputs: {X_1: {kind: newest}}'), /X_1/],
  [device('time_zone: Mars'), /f:5:12: time_zone: it is not a time zone/],
  ['devices:\n  a: {protocol: shelly-pro3em}', /needs the topic/],
  ['a: [', /f:/],
  ['['.repeat(60), /nested too deeply/],
])('wrong YAML is told: %j', async (text, complaint) => {
  const lines = await linesOf(text);
  expect(lines).toSatisfy(hasLine(complaint));
});

test('a secret is in no complaint, note or plan as text', async () => {
  const secret = 'hunter2-very-secret';
  const texts = [
    `[SETUP]\nmqtt_pass = ${secret}\npause = x\n[a]\nport = y\npostgres_url = postgres://u:${secret}@h/d\noutputs = postgres`,
    `[SETUP]\nmqtt_pass = ${secret}\nmqtt_broker = h\n[a]\nport = /dev/x\npostgres_url = postgres://u:${secret}@h/d\noutputs = postgres,mqtt`,
    `mqtt: {server: 'mqtt://u:${secret}@h', password: ${secret}, pasword: 1}\ndevices: {a: {protocol: x}}`,
    `mqtt: {server: 'mqtt://u@h', password: ${secret}}\n${device(`    answers: [postgres: {server: 'postgres://u:${secret}@h/d'}]`)}`,
  ];
  for (const text of texts) expect((await linesOf(text)).join('\n')).not.toContain(secret);
  for (const text of [texts[1], texts[3]]) expect(JSON.stringify(await planOf(text ?? ''))).not.toContain(secret);
});

test.each([
  'port = tcp://u:geheim444@127.0.0.1:18899',
  'port = tcp//u:geheim444@127.0.0.1:18899',
  'port = socket://u:geheim444@127.0.0.1:1',
  'port = serial://u:geheim444@host/dev/x',
  'port = /dev/x\nmqtt_broker = mqtt//u:geheim444@h\noutputs = mqtt',
])('an account that belongs nowhere is told without its password: %j', async (lines) => {
  const told = (await linesOf(`[SETUP]\n[a]\nprotocol = pi30\n${lines}\n`)).join('\n');
  expect(told).toMatch(/port|account|mqtt_broker/);
  expect(told).not.toContain('geheim');
});

test('a file whose only device is wrong is not told that it names none', async () => {
  const told = await linesOf('devices:\n  a:\n    protocl: pi30\n    port: /dev/x\n');
  expect(told).toEqual([
    'f:2:3: the key protocol is missing',
    'f:3:5: the key "protocl" is unknown; did you mean protocol?',
  ]);
});

test('hostile text gives complaints and never throws', async () => {
  const piece = fc.constantFrom(
    '[SETUP]\n',
    '[a]\n',
    'port = ',
    'protocol = pi30\n',
    'command = #',
    'devices:\n',
    '  a: ',
    '{',
    '}',
    '*a',
    '&a ',
    '\n',
    ' ',
    '\u0000',
    '!!',
    '? ',
    '- ',
    'mqtt: ',
    'outputs: ',
    '${X}',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.array(anyCharacter, { maxLength: 300 }).map((all) => all.join('')),
        fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
      ),
      async (text) => {
        const lines = await linesOf(text);
        expect(lines.length).toBeLessThanOrEqual(100);
      },
    ),
    { numRuns: 300 },
  );
});

test('the example of the documentation is right', async () => {
  const page = readFileSync(new URL('../../docs/daemon.md', import.meta.url), 'utf8');
  const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
  const plan = await planOf(
    example.replace('kind: mqtt, form: json', 'kind: newest').replace(', everySeconds: 60', ''),
    { hasFolder: true },
  );
  expect(plan.devices.map(({ name }) => name)).toEqual(['roof', 'battery']);
  expect(plan.uplink?.settings.clientId).toBe('home-1a2b3c4d');
});

/** A file that mpp-solar had among its documents until 0.16. Source: mpp-solar 908629e (MIT), docs/service. */
const receiveCommands = `[SETUP]
#Pause will now account for the time it takes to run the commands
pause=5
mqtt_broker=localhost

#Runs no commands, it waits for requests on the commands_topic
[Schedule_requests]
port=/dev/hidraw0
protocol=PI30
command=
commands_topic=green_grid/ross_proto_01/command
outputs=json_mqtt
pause_loops=0
mqtt_output_topic=green_grid/ross_proto_01/requests/

#Gets the stats every other loop (10 seconds)
[Schedule_stats]
port=/dev/hidraw0
protocol=PI30
command=QPIGS
outputs=json_mqtt
pause_loops=1
mqtt_output_topic=green_grid/ross_proto_01/
`;

test('a file with keys that mpp-solar passes over is taken, and each of them is told with its line', async () => {
  const plan = await planOf(receiveCommands);
  expect(plan.devices.map(({ name, commands }) => [name, commands])).toEqual([
    ['Schedule_requests', [{ name: 'QPI', asks: ['QPI'] }]],
    ['Schedule_stats', [{ name: 'QPIGS', asks: ['QPIGS'] }]],
  ]);
  expect((await linesOf(receiveCommands)).map((line) => line.split(': ').slice(0, 2).join(' '))).toEqual([
    'f:10:1 [Schedule_requests] command',
    'f:11:1 [Schedule_requests] commands_topic',
    'f:13:1 [Schedule_requests] pause_loops',
    'f:14:1 [Schedule_requests] mqtt_output_topic',
    'f:22:1 [Schedule_stats] pause_loops',
    'f:23:1 [Schedule_stats] mqtt_output_topic',
  ]);
});

test('commands with commas between them are those of before', async () => {
  const plan = await planOf('[SETUP]\n[a]\nprotocol=PI41\nport=/dev/hidraw0\ncommand=QPGS0,QP2GS0\n');
  expect(plan.devices[0]?.commands?.map(({ name }) => name)).toEqual(['QPGS0', 'QP2GS0']);
});

test('the broker screen prints, and no broker is wanted', async () => {
  const plan = await planOf('[SETUP]\nmqtt_broker = screen\n[a]\nport = /dev/x\noutputs = mqtt\nmqtt_port = 1884\n');
  expect(plan.devices[0]?.answers).toEqual([{ output: 'mqtt', settings: { server: 'screen' } }]);
  expect(plan.broker).toBeUndefined();
});

test.each(['test', 'test0', '/dev/test', 'test:', '/dev/ttyUSB0\nporttype = test'])(
  'port = %s stands for examples, and is told so',
  async (port) => {
    const text = `[SETUP]\n[a]\nprotocol = PI30\nport = ${port}\ncommand = QPIGS\noutputs = screen`;
    expect((await planOf(text)).devices).toMatchObject([{ name: 'a', address: 'test:' }]);
    expect((await linesOf(text)).join('\n')).toContain('it answers with examples: nothing of this is measured');
  },
);
