// A name may lead elsewhere after it was looked at: what counts is where it leads when it is connected.
import { expect, test } from 'vitest';
import { person } from '#core/testing/principals.ts';
import { parseAddress } from '#core/address.ts';
import { isSolsteadError } from '#core/errors.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { assertMayReach, assertOwnTopic, linkSitesOf, linkTrials } from './foreign-links.ts';

const clock = fakeClock();
const foreign = { site: 'home', address: 'tcp://10.9.8.7:502?unit=1', linkSites: ['*'] };
const own = { site: 'cabin', address: 'tcp://meter.example:502?unit=4', linkSites: ['cabin'] };
const refused = { code: 'address.invalid', reason: { code: 'address.not-here' } };

const reach = (text: string, found: readonly string[], used = [foreign, own]) =>
  assertMayReach(parseAddress(text), found, {
    used,
    trials: linkTrials(),
    clock,
    lookUp: (host) => Promise.resolve(host === 'inverter.example' ? [{ address: '10.9.8.7' }] : []),
  });

test.for([['10.9.8.7'], ['::ffff:10.9.8.7'], ['::ffff:a09:807'], ['192.0.2.1', '10.9.8.7']])(
  'a name that leads to %s now leads to the device of another home',
  async (found) => {
    for (const spelled of ['tcp://meter.example:502', 'tcp://METER.example:502?unit=9', 'tcp://meter.example.:502'])
      await expect(reach(spelled, found)).rejects.toMatchObject(refused);
  },
);

test('another port, another protocol of the wire and other hosts may be reached; so may a link that both homes share', async () => {
  const may = async (...asked: Parameters<typeof reach>) => expect(await reach(...asked)).toBeUndefined();
  const at = (address: string) => ({ ...own, address });
  await may('tcp://meter.example:502', ['192.0.2.1']);
  await may('tcp://meter.example:503', ['10.9.8.7'], [foreign, at('tcp://meter.example:503')]);
  await may('udp://meter.example:502', ['10.9.8.7'], [foreign, at('udp://meter.example:502')]);
  await may('mqtt://meter.example:502', ['10.9.8.7']);
  for (const linkSites of [['*'], ['cabin', 'home']])
    await may('tcp://meter.example:502', ['10.9.8.7'], [foreign, { ...own, linkSites }]);
  // Of devices of earlier it is not known who may; and what is written alike was compared when it was given.
  await may('tcp://meter.example:502', ['10.9.8.7'], [foreign, { site: own.site, address: own.address } as never]);
  await may('tcp://meter.example:502', ['10.9.8.7'], [{ ...own, site: 'home' }, own]);
});

test('a web address and bytes over TCP are one wire; this computer has many addresses', async () => {
  const used = [
    { ...foreign, address: 'tcp://127.0.0.1:8080' },
    { ...own, address: 'http://meter.example:8080' },
  ];
  await expect(reach('http://meter.example:8080', ['::1'], used)).rejects.toMatchObject(refused);
});

test('the name of the other home is looked up as well', async () => {
  const used = [{ ...foreign, address: 'tcp://inverter.example:502' }, own];
  await expect(reach('tcp://meter.example:502', ['10.9.8.7'], used)).rejects.toMatchObject(refused);
});

test('who only tries an address is held to the same', async () => {
  const trials = linkTrials();
  const sites = ['home', 'cabin'];
  const guest = linkSitesOf(person('Guest', 'admin', 'cabin'), sites);
  expect([guest, linkSitesOf(person('Anna', 'owner'), sites), linkSitesOf(person('Ben', 'viewer'), sites)]).toEqual([
    ['cabin'],
    ['*'],
    [],
  ]);
  const tried = () =>
    assertMayReach(parseAddress('tcp://new.example:502'), ['10.9.8.7'], { used: [foreign], trials, clock });
  const end = trials.begin('tcp://new.example:502', guest);
  await expect(tried()).rejects.toMatchObject(refused);
  end();
  await tried();
});

test('what a home says on the broker by itself concerns no device of another home, and gives no command to an output', () => {
  const address = 'mqtt://broker:1883';
  const devices = [
    { site: 'home', address, topic: 'shellies/cellar' },
    { site: 'home', address, topic: 'roof/meter' },
    { site: 'home', address, topic: 'plug' },
    { site: 'home', address, topic: 'N/c0ffee/vebus/276' },
    { site: 'home', address, topic: 'tasmota/lamp/%prefix%' },
    { site: 'home', address, topic: 'yard/%prefix%/pump' },
    { site: 'home', address: 'mqtt-line://esp/inverter' },
    { site: 'cabin', address, topic: 'shellies/attic' },
    { site: 'cabin', address: 'tcp://10.0.0.1:502' },
  ];
  const isRefused = (topic: string, used: readonly (typeof devices)[number][] = devices): boolean => {
    try {
      assertOwnTopic('cabin', topic, used);
      return false;
    } catch (error) {
      return isSolsteadError(error, 'address.invalid');
    }
  };
  const others = [
    'shellies/cellar/relay/0/command',
    'shellies/command',
    'roof/meter/rpc',
    'cmnd/plug/POWER',
    'cmnd/tasmotas/POWER',
    'tasmota/lamp/cmnd/POWER',
    'yard/cmnd/pump/POWER',
    'W/c0ffee/vebus/276/Mode',
    'esp/inverter/command',
    'solstead/home/roof/set/relay.on.1',
    'solstead/cabin/boiler/set/relay.on.1',
    'solstead/home/roof/state',
    '$SYS/x',
    'house/#',
    '',
  ];
  expect(others.filter((topic) => !isRefused(topic))).toEqual([]);
  const own = [
    'house/mode',
    'shellies/attic/relay/0/command',
    'solstead/cabin/mode',
    'cmnd/plug2/POWER',
    'roof/meter2/rpc',
  ];
  expect(own.filter((topic) => isRefused(topic))).toEqual([]);
  // Where there is one home, its own devices are its own affair.
  const alone = devices.map((one) => ({ ...one, site: 'cabin' }));
  const shared = ['shellies/cellar/relay/0/command', 'shellies/command', 'cmnd/tasmotas/POWER'];
  expect(shared.filter((topic) => isRefused(topic, alone))).toEqual([]);
});
