// Emulated Victron devices as a link hands on what they advertise, unsealed: mark, length, product id and type of record, readings
// packed to the bit (lowest first), sum. By Victron's "Extra manufacturer data" (2022-12-14).
import type { Emulator, ReadPlant } from './emulator.ts';
import type { PlantSnapshot } from './plant.ts';
import { little, total } from './wire-bytes.ts';

/** A reading and its width in bits; negative ones are two's complement. */
type Bits = readonly (readonly [value: number, bits: number])[];

/** What a device advertises. */
interface Advert {
  readonly product: number;
  readonly type: number;
  readings(plant: PlantSnapshot): Bits;
}

const none = (bits: number): readonly [number, number] => [2 ** bits - 1, bits];
/** Bulk while the sun shines. */
const stateOf = ({ pv }: PlantSnapshot): number => (pv.powerW > 1 ? 3 : 0);
const inverting = 9;
const kelvin = 273.15;

/** The advertised devices by the id of the definition they are read by. */
const adverts: Readonly<Record<string, Advert>> = {
  'victron-ble-mppt': {
    product: 0xa053,
    type: 0x01,
    readings: (plant) => [
      [stateOf(plant), 8],
      [0, 8],
      [plant.battery.voltageV * 100, 16],
      [(plant.pv.powerW / plant.battery.voltageV) * 10, 16],
      [plant.pv.energyWh / 10, 16],
      [plant.pv.powerW, 16],
      [0, 9],
    ],
  },
  'victron-ble-bmv': {
    product: 0xa389,
    type: 0x02,
    readings: ({ battery }) => [
      [battery.currentA > 0 ? 436 : 0xffff, 16],
      [battery.voltageV * 100, 16],
      [battery.soc < 5 ? 4 : 0, 16],
      [(20 + kelvin) * 100, 16],
      [2, 2],
      [-battery.currentA * 1000, 22],
      [(1 - battery.soc / 100) * battery.capacityAh * 10, 20],
      [battery.soc * 10, 10],
    ],
  },
  'victron-ble-inverter': {
    product: 0xa2fa,
    type: 0x03,
    readings: ({ battery, load }) => [
      [inverting, 8],
      [0, 16],
      [battery.voltageV * 100, 16],
      [load.powerW, 16],
      [23_000, 15],
      [(load.powerW / 230) * 10, 11],
    ],
  },
  'victron-ble-dcdc': {
    product: 0xa3c0,
    type: 0x04,
    readings: () => [
      [3, 8],
      [0, 8],
      [1315, 16],
      [1380, 16],
      [0, 32],
    ],
  },
  'victron-ble-orion-xs': {
    product: 0xa3f0,
    type: 0x0f,
    readings: () => [
      [3, 8],
      [0, 8],
      [1380, 16],
      [250, 16],
      [1315, 16],
      [270, 16],
      [0, 32],
    ],
  },
  // A battery of 12.8 V: four of the cells.
  'victron-ble-lithium': {
    product: 0xa3a1,
    type: 0x05,
    readings: ({ battery: { cellsV } }) => {
      const four = cellsV.slice(0, 4);
      return [
        [0, 32],
        [0, 16],
        ...four.map((volts): readonly [number, number] => [(volts - 2.6) * 100, 7]),
        ...Array.from({ length: 4 }, () => none(7)),
        [four.reduce((sum, volts) => sum + volts, 0) * 100, 12],
        [1, 4],
        [20 + 40, 7],
      ];
    },
  },
  'victron-ble-charger': {
    product: 0xa330,
    type: 0x08,
    readings: () => [
      [3, 8],
      [0, 8],
      [1380, 13],
      [120, 11],
      none(13),
      none(11),
      none(13),
      none(11),
      [35 + 40, 7],
      [8, 9],
    ],
  },
  'victron-ble-vebus': {
    product: 0x2780,
    type: 0x0c,
    readings: ({ battery, grid, load }) => [
      [inverting, 8],
      [0, 8],
      [-battery.currentA * 10, 16],
      [battery.voltageV * 100, 14],
      [0, 2],
      [grid.powerW, 19],
      [load.powerW, 19],
      [0, 2],
      [20 + 40, 7],
      [battery.soc, 7],
    ],
  },
};

/** Ids of the definitions whose devices are emulated here. */
export const advertised: readonly string[] = Object.keys(adverts);

function packed(bits: Bits): number[] {
  let all = 0n;
  let at = 0n;
  for (const [value, width] of bits) {
    all |= BigInt.asUintN(width, BigInt(Math.round(value))) << at;
    at += BigInt(width);
  }
  return Array.from({ length: Math.ceil(Number(at) / 8) }, (_, index) => Number((all >> BigInt(8 * index)) & 255n));
}

/** Makes an emulated device that advertises once a second. */
export function createAdvertEmulator(id: string, read: ReadPlant): Emulator {
  const advert = adverts[id];
  if (advert === undefined) throw new TypeError(`assertion: ${id} does not advertise`);
  return {
    name: id,
    baud: 115_200,
    takeRequest: (held) => ({ used: held.length }),
    respond: () => undefined,
    speak: {
      everyMs: 1000,
      bytes() {
        const told = [...little(advert.product, 2), advert.type, ...packed(advert.readings(read()))];
        const record = [0xe1, told.length, ...told];
        return Uint8Array.of(...record, total(record) & 0xff);
      },
    },
  };
}
