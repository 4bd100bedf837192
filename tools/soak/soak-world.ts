// Twenty devices of as many families, on cables of which now and then one answer goes wrong.
import type { Clock } from '#core/clock.ts';
import type { Random } from '#core/random.ts';
import type { NewDevice } from '#hub/types.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createDatagramEmulator, createEmulator } from '#sim/emulators.ts';
import { type Cable, type CableFault, makeBroker, makeCable, type SimBroker } from '../simulate/cables.ts';

/** Families, and what their address says besides: inverters, chargers, batteries, meters; text, frames, Modbus; asked and speaking by themselves. */
const families: readonly (readonly [protocol: string, options?: string])[] = [
  ['pi30'],
  ['pi30max'],
  ['pi18'],
  ['pi17'],
  ['pi41'],
  ['jk-serial'],
  ['daly'],
  ['jbd'],
  ['pylontech'],
  ['seplos-v2'],
  ['seplos-v3'],
  ['vedirect'],
  ['vedirect-bmv'],
  ['eastron-sdm630'],
  ['eastron-sdm120'],
  ['pzem-004t', '?unit=1'],
  ['sungrow-hybrid'],
  ['srne'],
  ['goodwe-et'],
];

/** What can be wrong with one answer. */
const faults: readonly CableFault[] = ['silent', 'noise', 'checksum', 'slow', 'twice'];

/** The world of a soak. */
export interface SoakWorld {
  readonly cables: readonly Cable[];
  readonly broker: SimBroker;
  readonly devices: readonly NewDevice[];
  /** Answers that went wrong. */
  readonly injected: () => number;
}

/** Makes it. */
export function soakWorld({
  startMs,
  world,
  random,
  faultRate,
}: {
  readonly startMs: number;
  readonly world: Clock;
  readonly random: Random;
  readonly faultRate: number;
}): SoakWorld {
  const demo = createDemoHome({ startMs, seed: 7 });
  demo.follow(world);
  let injected = 0;
  const draw = (): CableFault | 'whole' | undefined => {
    if (random() >= faultRate) return 'whole';
    injected += 1;
    return faults[Math.floor(random() * faults.length)];
  };
  const relays = demo.messages.find(({ name }) => name === 'relays')?.device;
  if (relays === undefined) throw new TypeError('assertion: the demo has relays');
  const cables = families.map(([protocol]) => {
    const emulator = createDatagramEmulator(protocol, demo.read) ?? createEmulator(protocol, demo.read);
    if (emulator === undefined) throw new TypeError(`assertion: no emulator of ${protocol}`);
    return makeCable(protocol, emulator, { world, random, draw });
  });
  const settings = { liveSeconds: 5 };
  const schemeOf = (protocol: string): string => (createDatagramEmulator(protocol, demo.read) ? 'udp' : 'tcp');
  return {
    cables,
    broker: makeBroker([relays], { world, random }),
    devices: [
      ...families.map(
        ([protocol, options = ''], index): NewDevice => ({
          name: protocol,
          protocol,
          address: `${schemeOf(protocol)}://127.0.0.1:${index + 1}${options}`,
          settings,
        }),
      ),
      { name: 'relays', protocol: 'shelly-pro3', address: 'mqtt://127.0.0.1:1883', topic: relays.prefix },
    ],
    injected: () => injected,
  };
}
