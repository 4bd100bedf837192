// Files of daemons with addresses that are none, looked at whole: what stands in them is in no line.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { examine } from './doctor.ts';

vi.setConfig({ testTimeout: 180_000 });

const written = (output: string, line: string): string =>
  `[SETUP]\npause = 5\n\n[inverter]\nport = /dev/hidraw0\nprotocol = PI30\ncommand = QPIGS\noutputs = ${output}\n${line}\n`;

test.for([
  [
    'prom_push',
    'push_url = http://solar:ge/heim555@127.0.0.1:19091/metrics',
    /\[inverter\] push_url: write the address/,
  ],
  ['prom_push', 'push_url = http//solar:geheim555@127.0.0.1:19091', /\[inverter\] push_url: write the address/],
  ['prom_push', 'push_url = http:/solar:geheim555@127.0.0.1:1', /push_url: /],
  ['postgres', 'postgres_url = postgres//solar:geheim555@127.0.0.1:5/db', /\[inverter\] postgres_url: /],
  ['postgres', 'postgres_url = host=127.0.0.1 password=geheim555 dbname=db', /\[inverter\] postgres_url: /],
  ['mqtt', 'mqtt_broker = mqtt//solar:geheim555@127.0.0.1', /mqtt_broker/],
] as const)('an address that is none is not repeated: %s, %s', async ([output, line, told], context) => {
  const folder = tempDir(context);
  const configfile = join(folder, 'home.conf');
  writeFileSync(configfile, written(output, line));
  const at = { data: join(folder, 'data'), host: '127.0.0.1', port: await freePort(), mqttPort: await freePort() };
  const lines = await examine({ ...at, configfile });
  expect(JSON.stringify(lines)).not.toContain('heim555');
  const words = lines.map(({ what }) => inEnglish(what)).join('\n');
  expect(words).not.toContain('heim555');
  expect(words).toMatch(told);
});
