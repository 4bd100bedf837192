// Every kind of file that people write, wrong in each way that there is: `solstead check` names file, line, column and key, and the right
// spelling where one is near.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '#tools/testkit/tempdir.ts';
import type { FileKind } from '../file-kinds.ts';

const bin = join(import.meta.dirname, '../../../bin/solstead.js');

interface Kind {
  readonly kind: FileKind;
  readonly name: string;
  readonly right: string;
  /** What is done to the right text, and what is said of it after `file:`. */
  readonly missing: readonly [from: string, to: string, said: string];
  readonly unknown: readonly [from: string, to: string, said: string];
  readonly type: readonly [from: string, to: string, said: string];
  readonly word: readonly [from: string, to: string, said: string];
}

const kinds: readonly Kind[] = [
  {
    kind: 'tariff',
    name: 'tariff.yaml',
    right: `name: One price
currency: EUR
versions:
  - from: 2025-01-01
    import:
      - kind: flat
        name: energy
        price: 0.3
`,
    missing: ['        price: 0.3\n', '', '6:9: the key price is missing'],
    unknown: ['price: 0.3', 'price: 0.3\n        pirce: 1', '9:9: the key "pirce" is unknown; did you mean price?'],
    type: ['price: 0.3', 'price: cheap', '8:16: price: "cheap" is given where a number is needed'],
    word: ['kind: flat', 'kind: flatt', '6:15: kind: "flatt" is not one of … did you mean flat?'],
  },
  {
    kind: 'automation',
    name: 'house.yaml',
    right: `rules:
  - name: Boiler
    while: battery.soc > 80 %
    do: [{kind: set, device: boiler, point: relay.on.1, to: on}]
`,
    missing: ['point: relay.on.1, ', '', '4:10: the key point is missing'],
    unknown: ['    while:', '    whlie: x\n    while:', '3:5: the key "whlie" is unknown; did you mean while?'],
    type: ['name: Boiler', 'name: [Boiler]', '2:11: name: a list is given where a text is needed'],
    word: ['kind: set', 'kind: sett', '4:17: kind: "sett" is not one of … did you mean set?'],
  },
  {
    kind: 'daemon',
    name: 'daemon.yaml',
    right: `every: 30
devices:
  roof:
    protocol: pi30
    port: /dev/ttyUSB0
`,
    missing: ['    protocol: pi30\n', '', '3:3: the key protocol is missing'],
    unknown: ['every:', 'evry: 1\nevery:', '1:1: the key "evry" is unknown; did you mean every?'],
    type: ['every: 30', 'every: often', '1:8: every: "often" is given where a number is needed'],
    word: [
      'port: /dev/ttyUSB0',
      'port: /dev/x\n    porttype: seriall',
      '6:15: porttype: seriall is not … did you mean serial?',
    ],
  },
  {
    kind: 'daemon',
    name: 'mpp-solar.conf',
    right: `[SETUP]
pause = 60
[roof]
protocol = PI30
port = /dev/ttyUSB0
command = QPIGS
outputs = screen
`,
    missing: ['protocol = PI30\nport = /dev/ttyUSB0', 'protocol = shelly1', '3:1: [roof] port: this key is missing'],
    unknown: ['port =', 'prot = 1\nport =', '5:1: [roof] prot: the key "prot" is unknown; did you mean port?'],
    type: ['pause = 60', 'pause = often', '2:1: [SETUP] pause: often is no number from 0 to 86400'],
    word: ['outputs = screen', 'outputs = scren', '7:1: [roof] outputs: … did you mean screen?'],
  },
  {
    kind: 'bridge',
    name: 'bridge.yaml',
    right: `to: mqtt://127.0.0.1
topics:
  - filter: roof/#
    direction: out
`,
    missing: ['- filter: roof/#\n    ', '- ', '3:5: the key filter is missing'],
    unknown: [
      '    direction',
      '    diretcion: out\n    direction',
      '4:5: the key "diretcion" is unknown; did you mean direction?',
    ],
    type: ['direction: out', 'qos: high', '4:10: qos: "high" is given where a whole number is needed'],
    word: [
      'direction: out',
      'direction: outt',
      '4:16: direction: "outt" is not one of out, in or both; did you mean out?',
    ],
  },
  {
    kind: 'uplink',
    name: 'uplink.yaml',
    right: `address: wss://hub.example.com:8000
client: home-1
secret: \${SOLSTEAD_TRIED}
commands: false
`,
    missing: ['client: home-1\n', '', '1:1: the key client is missing'],
    unknown: ['commands:', 'comands: true\ncommands:', '4:1: the key "comands" is unknown; did you mean commands?'],
    type: ['commands: false', 'commands: 3', '4:11: commands: 3 is given where true or false is needed'],
    word: ['commands: false', 'form: documentd', '4:7: form: "documentd" is not one of … did you mean documented?'],
  },
  {
    kind: 'mapping',
    name: 'mapping.yaml',
    right: `roof: { metric: pv.energy, unit: kWh }
cellar: null
`,
    missing: ['metric: pv.energy, ', '', '1:1: the key metric is missing'],
    unknown: ['unit:', 'uint: kWh, unit:', '1:28: the key "uint" is unknown; did you mean unit?'],
    type: ['unit: kWh', 'factor: much', '1:36: factor: "much" is given where a number is needed'],
    word: ['pv.energy', 'pv.enrgy', '1:17: metric: pv.enrgy is not in the catalogue; … did you mean pv.energy?'],
  },
  {
    kind: 'device',
    name: 'my-pump.yaml',
    right: `id: my-pump
kind: relay
maker: Own make
title: Pump
topics:
  - { topic: pump/power, label: Power, unit: W, metric: relay.power.1 }
`,
    missing: ['maker: Own make\n', '', '1:1: the key maker is missing'],
    unknown: ['title:', 'titel: x\ntitle:', '4:1: the key "titel" is unknown; did you mean title?'],
    type: ['title: Pump', 'title: [Pump]', '4:8: title: a list is given where a text is needed'],
    word: ['kind: relay', 'kind: realy', '2:7: kind: "realy" is not one of … did you mean relay?'],
  },
];

function checked(folder: string, { kind, name }: Pick<Kind, 'kind' | 'name'>, text: string) {
  const file = join(folder, name);
  writeFileSync(file, text);
  const run = spawnSync(process.execPath, [bin, 'check', '--as', kind, '--data', folder, file], {
    encoding: 'utf8',
    env: { ...process.env, SOLSTEAD_TRIED: 'a secret' },
  });
  const told = `${run.stdout}${run.stderr}`.replaceAll(`${folder}/`, '');
  const json = spawnSync(process.execPath, [bin, 'check', '--json', '--as', kind, '--data', folder, file], {
    encoding: 'utf8',
  });
  return { told, status: run.status, json: json.stdout };
}

describe.each(kinds)('$name', (each) => {
  const { name, right } = each;
  test('is right as it stands', (context) => {
    const run = checked(tempDir(context), each, right);
    expect(run).toMatchObject({ status: 0 });
  });

  test.for(['missing', 'unknown', 'type', 'word'] as const)('%s', (mistake, context) => {
    const [from, to, said] = each[mistake];
    expect(right).toContain(from);
    const { told, status, json } = checked(tempDir(context), each, right.replace(from, to));
    const whole = said
      .split(' … ')
      .map((part) => RegExp.escape(part))
      .join('.+');
    expect(told).toMatch(new RegExp(`^${RegExp.escape(name)}:${whole}`, 'm'));
    // Whichever kind it is: a check found something.
    expect(status).toBe(1);
    const [, line, column] = /^(\d+):(\d+)/.exec(said) ?? [];
    const [file] = (JSON.parse(json) as { files: { problems: { line?: number; column?: number }[] }[] }).files;
    expect(file?.problems).toContainEqual(expect.objectContaining({ line: Number(line), column: Number(column) }));
  });
});

test.for([
  ['tariff', '    import:\n', '    holidays: [{name: off, country: XX}]\n    import:\n', '5:37'],
  ['automation', 'rules:\n', 'holidays: {country: DE, region: QQ}\nrules:\n', '1:21'],
] as const)('%s: public holidays that nobody knows are told at their place', ([kind, from, to, place], context) => {
  const each = kinds.find((one) => one.kind === kind);
  if (each === undefined) throw new TypeError(`no ${kind}`);
  const { told, status } = checked(tempDir(context), each, each.right.replace(from, to));
  expect(told).toMatch(new RegExp(`^${each.name}:${place}: there are no public holidays of (XX|DE/QQ)`, 'm'));
  expect(status).toBe(1);
});

test('what a kind of output says of its settings is told at the key, in the file of a daemon', (context) => {
  const text = `devices: {roof: {protocol: pi30, port: 127.0.0.1:1}}
outputs:
  a: {kind: webhook, server: 'http://127.0.0.1:1/', filter: {onlyWhen: 'grid.pwer > 0 W'}}
  b: {kind: webhook, server: 'http://u:p@127.0.0.1:1/'}
  c: {kind: influxdb, server: 'http://127.0.0.1:1'}
`;
  const { told } = checked(tempDir(context), { kind: 'daemon', name: 'solar.yaml' }, text);
  expect(told).toMatch(/^solar\.yaml:3:72: onlyWhen: line 1, column 1: /m);
  expect(told).toMatch(/^solar\.yaml:4:30: server: leave the password out/m);
  expect(told).toMatch(/^solar\.yaml:5:6: org: it is needed here/m);
});
