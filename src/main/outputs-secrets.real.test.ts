// A kept password of an output is for its server as it was known: TLS that is switched off, or another who signs, asks for it again.
import { expect, test } from 'vitest';
import type { OutputChange, OutputSettings } from '#core/output.ts';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { openOutputHouse } from './testing/output-house.ts';

const ca = madeCertificate('server', Date.UTC(2100, 0)).cert;
const otherCa = madeCertificate('other', Date.UTC(2100, 0)).cert;
const http = 'https://127.0.0.1:9';

/** Settings of each kind with a password and TLS. */
const secured: readonly (OutputSettings & Readonly<Record<string, unknown>>)[] = [
  { kind: 'postgres', server: 'postgres://anna@127.0.0.1:9/home', tls: true, ca },
  { kind: 'mysql', server: 'mysql://anna@127.0.0.1:9/home', tls: true, ca },
  { kind: 'mongodb', server: 'mongodb://anna@127.0.0.1:9/home', tls: true, ca },
  { kind: 'nats', server: 'tls://127.0.0.1:9', auth: 'token', ca },
  { kind: 'mqtt', server: 'mqtts://anna@127.0.0.1:9', prefix: 'readings', ca },
  { kind: 'home-assistant', server: 'mqtts://anna@127.0.0.1:9', ca, energy: false },
  { kind: 'influxdb', server: http, version: 1, database: 'home', user: 'anna', ca },
  { kind: 'victoria-metrics', server: http, auth: 'bearer', ca },
  { kind: 'prometheus-remote-write', server: http, auth: 'bearer', ca },
  { kind: 'prometheus-push-gateway', server: http, auth: 'bearer', job: 'home', ca },
  { kind: 'webhook', server: http, auth: 'bearer', ca },
  { kind: 'emoncms', server: http, node: 'home', ca },
];

/** The same server without TLS. */
const inClear = (server: string): object =>
  server.startsWith('tls:')
    ? { server: server.replace('tls:', 'nats:'), ca: undefined }
    : { server: server.replace('s://', '://') };

test('of every kind', async (context) => {
  const home = await openOutputHouse(context);
  const again = { code: 'input.invalid', at: 'secret', reason: { code: 'secret.again' } };
  for (const settings of secured) {
    const change = (more: object, secret?: string): OutputChange => ({
      name: settings.kind,
      settings: { ...settings, ...more },
      isOn: false,
      ...(secret === undefined ? {} : { secret }),
    });
    const { id } = await home.desk.add('home', change({}, 'hush'));
    const server = String(settings['server']);
    const weaker: readonly object[] = [
      { ca: otherCa },
      { ca: undefined },
      'tls' in settings ? { tls: false, ca: undefined } : inClear(server),
      { server: server.replace(':9', ':10') },
    ];
    for (const other of weaker) {
      await expect(home.desk.change('home', id, change(other))).rejects.toMatchObject(again);
      await expect(home.desk.test('home', { ...change(other), id })).rejects.toMatchObject(again);
    }
    await home.desk.change('home', id, { ...change({}), name: 'Another name' });
    await home.desk.change('home', id, change({ ca: otherCa }, 'entered anew'));
  }
});
