// What an address of a device may not lead to: files and devices that are harmed by being opened, and the keys of a rented computer.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext, vi } from 'vitest';
import * as dns from 'node:dns';
import { systemClock } from '#core/clock.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { makeHidLink } from './hid-link.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { makeSecret } from '#core/secrets.ts';
import { makeHttpLink } from './http-link.ts';
import { type LinkParts, makeLink } from './open-link.ts';
import { makeSerialLink } from './serial-link.ts';
import { openUplinkSocket } from './uplink-socket.ts';

vi.mock('node:dns', { spy: true });

function places(context: TestContext): readonly string[] {
  const folder = tempDir(context);
  writeFileSync(join(folder, 'file'), 'x');
  mkdirSync(join(folder, 'folder'));
  symlinkSync('/dev/zero', join(folder, 'link-to-zero'));
  symlinkSync(join(folder, 'file'), join(folder, 'ttyUSB0'));
  return ['file', 'folder', 'link-to-zero', 'ttyUSB0'].map((name) => join(folder, name));
}

test('a path is opened only where it is a port', async (context) => {
  context.skip(process.platform !== 'linux', 'other systems number their devices in another way');
  for (const path of [...places(context), '/dev/null', '/dev/zero', '/dev/random', '/dev/full', '/dev/watchdog'])
    for (const link of [
      makeHidLink({ scheme: 'hid', path }, systemClock),
      makeSerialLink({ scheme: 'serial', path, mode: {} }, systemClock),
    ]) {
      await expect(link.open()).rejects.toMatchObject({ code: 'link.unavailable' });
      const reason: unknown = await link.open().catch((error: unknown) => error);
      expect(String(reason)).toMatch(/not a port|not a serial port|folder|no such port/);
      await link.close();
    }
});

test.for([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  'fd00:ec2::254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  'fd20:ce::254',
  '192.0.0.192',
  '168.63.129.16',
])('nothing is asked of %s', async (host) => {
  for (const link of linksTo(host)) {
    await expect(link.open()).rejects.toMatchObject({ code: 'link.forbidden', reason: { code: 'host.metadata' } });
    await link.close();
  }
});

const linksTo = (host: string, mayReach?: LinkParts['mayReach']) =>
  [
    { scheme: 'http', host, port: 80, tls: false } as const,
    { scheme: 'tcp', host, port: 80, mode: {} } as const,
    { scheme: 'udp', host, port: 80 } as const,
  ].map((address) => makeLink(address, { clock: systemClock, ...(mayReach === undefined ? {} : { mayReach }) }));

test('where a name leads is asked with each connection, whatever carries the bytes', async () => {
  vi.mocked(dns.lookup).mockImplementation(((
    _host: string,
    options: { all?: boolean },
    done: (...all: unknown[]) => void,
  ) =>
    options.all === true ? done(null, [{ address: '10.9.8.7', family: 4 }], 4) : done(null, '10.9.8.7', 4)) as never);
  const asked: unknown[] = [];
  const refuse: LinkParts['mayReach'] = async ({ scheme }, found) => {
    asked.push([scheme, ...found]);
    throw new SolsteadError('address.invalid', { at: 'meter.example', why: because('address.not-here') });
  };
  for (const link of linksTo('meter.example', refuse)) {
    for (let times = 0; times < 2; times += 1)
      await expect(link.open()).rejects.toMatchObject({
        code: 'address.invalid',
        reason: { code: 'address.not-here' },
      });
    await link.close();
  }
  expect(asked).toEqual(['http', 'http', 'tcp', 'tcp', 'udp', 'udp'].map((scheme) => [scheme, '10.9.8.7']));
});

test('nor of a name that leads there', async () => {
  vi.mocked(dns.lookup).mockImplementation(((_host: string, _options: unknown, done: (...all: unknown[]) => void) =>
    done(null, [{ address: '169.254.169.254', family: 4 }], 4)) as never);
  const link = makeHttpLink({ scheme: 'http', host: 'meter.example', port: 80, tls: false }, systemClock);
  await expect(link.open()).rejects.toMatchObject({ code: 'link.forbidden' });
  await link.close();
});

test('an uplink to a name that leads there is not opened', async () => {
  vi.mocked(dns.lookup).mockImplementation(((
    _host: string,
    options: { all?: boolean },
    done: (...all: unknown[]) => void,
  ) =>
    options.all === true
      ? done(null, [{ address: '169.254.169.254', family: 4 }], 4)
      : done(null, '169.254.169.254', 4)) as never);
  const target = {
    address: 'wss://hub.example:8000',
    clientId: 'a',
    secret: makeSecret('b'),
    form: 'solstead',
  } as const;
  await expect(openUplinkSocket(target, AbortSignal.timeout(5000))).rejects.toMatchObject({ code: 'link.forbidden' });
});
