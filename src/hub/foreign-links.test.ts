// A name may lead elsewhere after it was looked at: what counts is where it leads when it is connected.
import { expect, test } from 'vitest';
import { person } from '#core/testing/principals.ts';
import { parseAddress } from '#core/address.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { assertMayReach, linkSitesOf, linkTrials } from './foreign-links.ts';

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
