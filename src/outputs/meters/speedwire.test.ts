// The datagram held against two that were recorded, read by rows of the maker's document that are written here once more.
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '#core/bytes.ts';
import { speedwireDatagram } from './speedwire.ts';
import { readingOf } from './testing/readings.ts';

/** Energy Meter 2.0, firmware 2.0.18.R. Source: github.com/snaptec/openWB, packages/modules/devices/sma_shm/counter_test.py. */
const energyMeter = fromHex(
  `534d4100000402a000000001024400106069015d71557cd8e22995350001040000000000000108000000000649607d00000204000001
  d3760002080000000048a95c81300003040000000ea60003080000000001b3b7c00000040400000000000004080000000001c0eed330
  00090400000000000009080000000006d34d1e60000a04000001d3b2000a080000000048c8077fe0000d0400000003e8001504000000
  00000015080000000001c72d80200016040000009f4200160800000000189ddc5e00001704000000069000170800000000007547d270
  00180400000000000018080000000000c1e82f80001d040000000000001d0800000000020b6998f0001e040000009f60001e08000000
  0018a70ef500001f040000004308002004000003a36600210400000003e700290400000000000029080000000002201037f0002a0400
  00009f42002a08000000001884ba4770002b040000000708002b08000000000145d444a0002c040000000000002c0800000000003635
  b5c00031040000000000003108000000000250abb7e00032040000009f7e00320800000000189b086c5000330400000042cc00340400
  0003a6c200350400000003e7003d040000000000003d080000000002a3660210003e0400000094f2003e080000000017c80918e0003f
  04000000010e003f08000000000076e86c7000400400000000000040080000000001471ddba000450400000000000045080000000003
  0a6cc6b000460400000094f20046080000000017d44e16a00047040000003e94004804000003a49200490400000003e8900000000200
  125200000000`,
);

/** Sunny Home Manager 2.0, firmware 2.18.14.R, whole. */
const homeManager = fromHex(
  `534d4100000402a000000001024c001060690174b3a60ace9dc60339000104000000000000010800000000005f815920000204000000
  1b55000208000000001c32ebc488000304000000000000030800000000006e02b04800040400000007da000408000000000187d32470
  0009040000000000000908000000000103fcf8d8000a040000001c70000a08000000001cdc0775a8000d0400000003c1000e04000000
  c3430015040000000000001508000000000098f21d480016040000000b2c0016080000000009e86a1408001704000000000000170800
  00000000975292b000180400000001800018080000000000528f4038001d040000000000001d080000000000de49c4b8001e04000000
  0b45001e08000000000a08446508001f0400000004f2002004000003899600210400000003df002904000000000000290800000000
  004f8b59f8002a040000000b82002a08000000000990df6cb0002b040000000000002b0800000000002e897578002c04000000030700
  2c080000000000d3542558003104000000000000310800000000006b4326d00032040000000be60032080000000009f080a648003304
  000000054100340400000389e200350400000003c7003d040000000000003d0800000000007cfda468003e0400000004a7003e080000
  000009bf9bfde8003f040000000000003f0800000000000485bbd800400400000003520040080000000000be4ed13000450400000000
  000045080000000000ae1a2d2800460400000005b80046080000000009e9426d300047040000000348004804000003882e0049040000
  00032e9000000002120e5200000000`,
);

interface Item {
  readonly obis: string;
  readonly value: bigint;
}

/** The items of a datagram. */
function itemsOf(bytes: Uint8Array): readonly Item[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: Item[] = [];
  let at = 28;
  while (at + 8 <= bytes.length && view.getUint32(at) !== 0) {
    const [channel, kind] = [view.getUint16(at), view.getUint8(at + 2)];
    const isCounter = kind === 8;
    const value = isCounter ? view.getBigUint64(at + 4) : BigInt(view.getUint32(at + 4));
    items.push({ obis: `${channel}.${kind}`, value });
    at += isCounter ? 12 : 8;
  }
  return items;
}

const valueOf = (items: readonly Item[], obis: string): number => Number(items.find((one) => one.obis === obis)?.value);

const counted = { importWh: 1, exportWh: 1 };

describe('an Energy Meter', () => {
  // What was measured then, as that project reads it: −11 967 W, of it −4077, −4077 and −3813 W.
  const reading = readingOf(
    [
      {
        powerW: -4077,
        currentA: 17.16,
        voltageV: 238.438,
        factor: 0.999,
        apparentVA: 4080,
        reactiveVar: 168,
        ...counted,
      },
      {
        powerW: -4077,
        currentA: 17.1,
        voltageV: 239.298,
        factor: 0.999,
        apparentVA: 4081,
        reactiveVar: 180,
        ...counted,
      },
      { powerW: -3813, currentA: 16.02, voltageV: 238.738, factor: 1, apparentVA: 3813, reactiveVar: 27, ...counted },
    ],
    { importWh: 7_500_240, exportWh: 86_688_627 },
  );
  const own = speedwireDatagram(reading, { model: 'energy-meter', serial: 0x7155_7cd8 }, 0xe229_9535);

  test('has 600 bytes, its head and its values in the order of the recorded one', () => {
    expect(own).toHaveLength(600);
    expect(toHex(own.subarray(0, 28))).toBe(toHex(energyMeter.subarray(0, 28)));
    const recorded = itemsOf(energyMeter).map(({ obis }) => obis);
    expect(recorded).toHaveLength(59);
    expect(itemsOf(own).map(({ obis }) => obis)).toEqual(recorded);
    expect(toHex(own.subarray(-12))).toBe(toHex(energyMeter.subarray(-12)));
  });

  test('the same power, counters, currents and voltages are the same numbers', () => {
    const [there, here] = [itemsOf(energyMeter), itemsOf(own)];
    for (const obis of [
      '1.4',
      '2.4',
      '1.8',
      '2.8',
      '21.4',
      '22.4',
      '31.4',
      '32.4',
      '33.4',
      '42.4',
      '61.4',
      '62.4',
      '71.4',
      '72.4',
      '73.4',
    ])
      expect([obis, valueOf(here, obis)]).toEqual([obis, valueOf(there, obis)]);
    // Apparent power follows from the others within the rounding of a device that measures it.
    expect(Math.abs(valueOf(here, '10.4') - valueOf(there, '10.4'))).toBeLessThan(60);
    expect(valueOf(here, '1.4')).toBe(0);
    expect(valueOf(here, '2.4')).toBe(119_670);
  });

  test('counters that nobody knows are left out, and are not 0', () => {
    const none = { importWh: undefined, exportWh: undefined };
    const bare = speedwireDatagram(
      readingOf([{ powerW: 230, ...none }, none, none], none),
      { model: 'energy-meter', serial: 5 },
      0,
    );
    expect(itemsOf(bare).some(({ obis }) => obis.endsWith('.8'))).toBe(false);
    expect(valueOf(itemsOf(bare), '1.4')).toBe(2300);
    expect(new DataView(bare.buffer).getUint16(12)).toBe(bare.length - 20);
  });
});

test('a Home Manager has the frequency as well, in 608 bytes', () => {
  const own = speedwireDatagram(
    readingOf([counted, counted, counted], { frequencyHz: 49.987 }),
    { model: 'home-manager', serial: 0xb3a6_0ace },
    0x9dc6_0339,
  );
  expect(own).toHaveLength(608);
  expect(own).toHaveLength(homeManager.length);
  expect(toHex(own.subarray(0, 28))).toBe(toHex(homeManager.subarray(0, 28)));
  expect(itemsOf(own).map(({ obis }) => obis)).toEqual(itemsOf(homeManager).map(({ obis }) => obis));
  expect(valueOf(itemsOf(own), '14.4')).toBe(valueOf(itemsOf(homeManager), '14.4'));
  expect(toHex(own.subarray(-12))).toBe(toHex(homeManager.subarray(-12)));
});

test('what is too large for a field is the largest of it', () => {
  const huge = readingOf([{ powerW: 1e12, apparentVA: 1e12, importWh: 1e12, exportWh: 1e12 }, counted, counted]);
  expect(valueOf(itemsOf(speedwireDatagram(huge, { model: 'energy-meter', serial: 1 }, 1e15)), '1.4')).toBe(
    4_294_967_295,
  );
});
