// The built-in broker and Mosquitto, each over TCP, over TLS with an authority of its own, and over WebSocket: what a home relies on is the same.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';
import { madeCertificate } from '#tools/testkit/certificate.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { type BrokerOptions, mosquitto } from '#tools/testkit/mosquitto.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { brokerConformance, type ConformingBroker } from './testing/broker-conformance.ts';
import type { ChildOptions } from './testing/broker-child.ts';

const host = '127.0.0.1';
const account = { username: 'meter', password: 's3cret' };
const program = fileURLToPath(new URL('./testing/broker-child.ts', import.meta.url));

/** A certificate with its key in files; it is the authority of itself. */
function files(owner: Owner) {
  const folder = tempDir(owner);
  const pem = madeCertificate('broker', Date.UTC(2100, 0));
  const place = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  writeFileSync(place.cert, pem.cert);
  writeFileSync(place.key, pem.key, { mode: 0o600 });
  return { place, pem };
}

/** The built-in one in a process of its own, reached one way. */
async function builtIn(
  owner: Owner,
  options: ConformingBroker['options'],
  child: Omit<ChildOptions, 'journal'>,
): Promise<ConformingBroker> {
  const journal = join(tempDir(owner), 'broker.journal');
  const told = JSON.stringify({ journal, topics: ['#'], ...child } satisfies ChildOptions);
  const start = async () => {
    const started = await spawned(owner, [process.execPath, program, told]);
    await started.waitForOutput('listening', 60_000);
    return started;
  };
  let running = await start();
  return {
    options: { host, ...account, ...options },
    async again(how) {
      running.signal(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
      while (running.exit() === undefined) await sleep(5);
      running = await start();
    },
  };
}

/** Mosquitto; what it keeps is written at once, because otherwise a kill loses the last half hour. */
async function outside(
  context: TestContext,
  owner: Owner,
  { options, ...asked }: BrokerOptions & { readonly options?: ConformingBroker['options'] },
): Promise<ConformingBroker> {
  const persistence = [
    'persistence true',
    `persistence_location ${tempDir(owner)}/`,
    'autosave_on_changes true',
    'autosave_interval 1',
  ];
  const users = { [account.username]: account.password };
  const broker = await mosquitto(
    context,
    { ...asked, users, config: [...(asked.config ?? []), ...persistence] },
    owner,
  );
  return {
    options: { host, port: broker.port, ...account, ...options },
    async again(how) {
      // Its database is written by the loop that handles messages.
      if (how === 'kill') await sleep(500);
      await (how === 'kill' ? broker.kill() : broker.stop());
      await broker.start();
    },
  };
}

brokerConformance(
  'the built-in broker',
  async (_context, owner) => {
    const port = await freePort();
    return builtIn(owner, { port }, { port });
  },
  { hasFive: false },
);

brokerConformance(
  'the built-in broker over TLS',
  async (_context, owner) => {
    const { place, pem } = files(owner);
    const port = await freePort();
    const tls = { port, ...place };
    return builtIn(owner, { port, protocol: 'mqtts', ca: pem.cert }, { port: await freePort(), tls });
  },
  { hasFive: false },
);

brokerConformance(
  'the built-in broker over WebSocket',
  async (_context, owner) => {
    const socketPort = await freePort();
    return builtIn(owner, { port: socketPort, protocol: 'ws', path: '/mqtt' }, { port: await freePort(), socketPort });
  },
  { hasFive: false },
);

brokerConformance('Mosquitto', (context, owner) => outside(context, owner, {}), { hasFive: true });

brokerConformance(
  'Mosquitto over TLS that asks for a certificate',
  (context, owner) => {
    const { place, pem } = files(owner);
    const config = [
      `cafile ${place.cert}`,
      `certfile ${place.cert}`,
      `keyfile ${place.key}`,
      'require_certificate true',
    ];
    return outside(context, owner, {
      config,
      options: { protocol: 'mqtts', ca: pem.cert, cert: pem.cert, key: pem.key },
    });
  },
  { hasFive: true },
);

brokerConformance(
  'Mosquitto over WebSocket',
  async (context, owner) => {
    const port = await freePort();
    const config = [`listener ${port} ${host}`, 'protocol websockets'];
    return outside(context, owner, { config, ports: [port], options: { protocol: 'ws', port, path: '/mqtt' } });
  },
  { hasFive: true },
);
