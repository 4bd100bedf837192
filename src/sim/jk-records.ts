// The 300-byte records of emulated JK boards: device info, settings and cells, in the layouts of 24 and 32 cells and with
// floating-point numbers (JK04). By the community's protocol description and recorded frames ([jk-ble]).
import type { PlantSnapshot } from './plant.ts';
import { fixedText, float, little, total } from './wire-bytes.ts';

/** The generations of boards. */
export type JkGeneration = 'jk02-24' | 'jk02-32' | 'jk04';

const recordBytes = 300;

/** A record of a type with parts at their places, its sum at the end. */
function record(
  type: number,
  counter: number,
  parts: readonly (readonly [at: number, bytes: readonly number[]])[],
): Uint8Array {
  const bytes = new Uint8Array(recordBytes);
  bytes.set([0x55, 0xaa, 0xeb, 0x90, type, counter & 0xff]);
  for (const [at, part] of parts) bytes.set(part, at);
  bytes[recordBytes - 1] = total(bytes.subarray(0, recordBytes - 1)) & 0xff;
  return bytes;
}

const versions: Readonly<Record<JkGeneration, readonly [model: string, hardware: string, software: string]>> = {
  'jk02-24': ['JK-B2A24S20P', '10.XG', '10.07'],
  'jk02-32': ['JK_PB2A16S20P', '15A', '15.41'],
  jk04: ['JK-B2A16S', '3.0', '3.3.0'],
};

/** Device info, passcodes included as real boards send them. */
export function deviceInfoRecord(generation: JkGeneration, counter: number): Uint8Array {
  const [model, hardware, software] = versions[generation];
  return record(3, counter, [
    [6, fixedText(model, 16)],
    [22, fixedText(hardware, 8)],
    [30, fixedText(software, 8)],
    [38, little(269_340, 4)],
    [42, little(7, 4)],
    [46, fixedText('House battery', 16)],
    [62, fixedText('1234', 16)],
    [78, fixedText('220511', 8)],
    [86, fixedText('2041803028', 11)],
    [97, fixedText('0000', 5)],
    [118, fixedText('123456', 16)],
  ]);
}

/** Settings: thousandths of volts, amperes and ampere-hours, tenths of degrees. */
export function settingsRecord(
  { battery }: PlantSnapshot,
  counter: number,
  [charge, discharge]: readonly [charge: number, discharge: number] = [1, 1],
): Uint8Array {
  const values = [
    3300, 2650, 2710, 3650, 3498, 5, 3499, 2700, 3500, 3400, 2500, 150_000, 30, 60, 150_000, 30, 60, 5, 2000,
  ];
  const temperatures = [600, 550, 600, 550, -100, -50, 1000, 800];
  const rest = [battery.cellsV.length, charge, discharge, 1, battery.capacityAh * 1000, 1500, 3350];
  return record(1, counter, [[6, [...values, ...temperatures, ...rest].flatMap((value) => little(value, 4))]]);
}

/** What moves between the layouts of 24 and 32 cells. */
interface Places {
  readonly cells: number;
  readonly mask: number;
  readonly average: number;
  readonly resistances: number;
  readonly mos: number;
  readonly pack: number;
  readonly balance: number;
  readonly sensors: number;
}

const places: Readonly<Record<'jk02-24' | 'jk02-32', Places>> = {
  'jk02-24': { cells: 24, mask: 54, average: 58, resistances: 64, mos: 134, pack: 118, balance: 138, sensors: 130 },
  'jk02-32': { cells: 32, mask: 70, average: 74, resistances: 80, mos: 144, pack: 150, balance: 170, sensors: 162 },
};

function cells02({ battery }: PlantSnapshot, counter: number, at: Places): Uint8Array {
  const { cellsV, voltageV, currentA, soc, capacityAh, cellC, switchC } = battery;
  const milli = cellsV.map((volts) => Math.round(volts * 1000));
  const max = Math.max(...milli);
  const min = Math.min(...milli);
  return record(2, counter, [
    [6, milli.flatMap((one) => little(one, 2))],
    [at.mask, little(2 ** cellsV.length - 1, 4)],
    [
      at.average,
      [...little(total(milli) / milli.length, 2), ...little(max - min, 2), milli.indexOf(max), milli.indexOf(min)],
    ],
    [at.resistances, milli.flatMap((_, index) => little(55 + index, 2))],
    // Power without a sign; the current is positive while charging.
    [
      at.pack,
      [
        ...little(voltageV * 1000, 4),
        ...little(Math.abs(voltageV * currentA) * 1000, 4),
        ...little(-currentA * 1000, 4),
      ],
    ],
    [at.sensors, [...little(cellC * 10, 2), ...little(-2000, 2)]],
    [at.mos, little(switchC * 10, 2)],
    [
      at.balance,
      [...little(0, 2), 0, Math.round(soc), ...little(soc * capacityAh * 10, 4), ...little(capacityAh * 1000, 4)],
    ],
    [at.balance + 12, [...little(42, 4), ...little(4_200_000, 4), 99, 1]],
    [at.balance + 24, [...little(269_340, 4), 1, 1]],
  ]);
}

/** These boards measure neither the pack nor its current. */
function cells04({ battery }: PlantSnapshot, counter: number): Uint8Array {
  const { cellsV } = battery;
  const max = Math.max(...cellsV);
  const min = Math.min(...cellsV);
  return record(2, counter, [
    [6, cellsV.flatMap(float)],
    [102, cellsV.flatMap((_, index) => float(0.12 + index / 1000))],
    [202, [...float(total(cellsV) / cellsV.length), ...float(max - min)]],
    [218, [cellsV.indexOf(max), cellsV.indexOf(min), 0, 0, ...float(0)]],
    [286, little(1_873_811, 3)],
  ]);
}

/** Cell info as a board of this generation sends it. */
export function cellRecord(generation: JkGeneration, plant: PlantSnapshot, counter: number): Uint8Array {
  return generation === 'jk04' ? cells04(plant, counter) : cells02(plant, counter, places[generation]);
}
