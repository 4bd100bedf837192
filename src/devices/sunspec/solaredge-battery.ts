// Batteries behind SolarEdge inverters: up to three blocks of the maker beside the SunSpec map, low word first. The battery hangs
// on the inverter's DC side, so that its AC power is what sun and battery give together: PV = AC + charging.
// Source: WillCodeForCats/solaredge-modbus-multi, nmakel/solaredge_modbus (battery block 0xE100, 0xE200, 0xE400).
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import type { DiscoveryAnswer, MetricSum } from '../definition.ts';

/** First registers of the blocks. */
const blocks = [0xe100, 0xe200, 0xe400] as const;
/** Rated energy, Wh: a block without a battery refuses it, or has none. */
const ratedAt = 0x42;
const live = rowWriter({
  kind: 'holding',
  order: 'low',
  absentByType: { u32: [0xffff_ffff], f32: [0xff7f_ffff, 0x7f7f_ffff, 0x7fc0_0000], u64: [2 ** 64] },
});

const states = {
  0: 'Off',
  1: 'Standby',
  2: 'Initialising',
  3: 'Charging',
  4: 'Discharging',
  5: 'Fault',
  6: 'Preserving charge',
  7: 'Idle',
  10: 'Power saving',
} as const;

const ratedCommand = (base: number): string => `holding ${base + ratedAt} 2`;

function hasBattery(payload: Uint8Array | undefined): boolean {
  if (payload === undefined || payload.length < 4) return false;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  const words = new DataView(new ArrayBuffer(4));
  words.setUint16(0, view.getUint16(2));
  words.setUint16(2, view.getUint16(0));
  const rated = words.getFloat32(0);
  return rated > 0 && rated < 1e9;
}

/** The batteries that answered, counted from 1, or what is to be asked next. */
export function batteriesFrom(
  answers: readonly DiscoveryAnswer[],
): { readonly ask: string } | { readonly batteries: readonly number[] } {
  const known = new Map(answers.map(({ command, payload }) => [command, payload]));
  const batteries: number[] = [];
  for (const [index, base] of blocks.entries()) {
    const command = ratedCommand(base);
    if (!known.has(command)) return { ask: command };
    if (hasBattery(known.get(command))) batteries.push(index + 1);
  }
  return { batteries };
}

/** Rows of a battery; `isOnly` gives it the metrics of the battery, one of several tells its power alone, the first its charge. */
export function batteryBlockRows(
  battery: number,
  { isFirst, isOnly }: { isFirst: boolean; isOnly: boolean },
): RegisterRow[] {
  const base = blocks[battery - 1] ?? blocks[0];
  const at = (offset: number): number => base + offset;
  const name = `Battery ${battery}`;
  const metric = <T>(id: T, isTold: boolean): { metric?: T } => (isTold ? { metric: id } : {});
  return [
    live(at(0x6c), 'f32', {
      label: `${name} temperature`,
      unit: '°C',
      ...metric('battery.temperature' as const, isFirst),
    }),
    live(at(0x70), 'f32', { label: `${name} voltage`, unit: 'V', ...metric('battery.voltage' as const, isFirst) }),
    live(at(0x72), 'f32', {
      label: `${name} current`,
      unit: 'A',
      flip: true,
      ...metric('battery.current' as const, isOnly),
    }),
    live(at(0x74), 'f32', {
      label: `${name} power`,
      unit: 'W',
      flip: true,
      metric: isOnly ? 'battery.power' : `battery.power.${battery}`,
    }),
    live(at(0x76), 'u64', {
      label: `${name} discharged energy`,
      unit: 'Wh',
      ...metric('battery.energy.discharge' as const, isOnly),
    }),
    live(at(0x7a), 'u64', {
      label: `${name} charged energy`,
      unit: 'Wh',
      ...metric('battery.energy.charge' as const, isOnly),
    }),
    live(at(0x80), 'f32', { label: `${name} available energy`, unit: 'Wh' }),
    live(at(0x82), 'f32', { label: `${name} state of health`, unit: '%', ...metric('battery.soh' as const, isFirst) }),
    live(at(0x84), 'f32', { label: `${name} state of charge`, unit: '%', ...metric('battery.soc' as const, isFirst) }),
    live(at(0x86), 'u32', { label: `${name} state`, options: states, otherwise: 'Unknown' }),
  ];
}

/** What the round adds up: the sun, and the battery where there are several. */
export function batterySums(batteries: readonly number[]): readonly MetricSum[] {
  const [first, ...others] = batteries;
  if (first === undefined) return [];
  if (others.length === 0) return [{ metric: 'pv.power', of: ['inverter.power'], less: ['battery.power'], least: 0 }];
  const powers = batteries.map((battery) => `battery.power.${battery}` as const);
  return [
    { metric: 'battery.power', of: powers },
    { metric: 'pv.power', of: ['inverter.power'], less: powers, least: 0 },
  ];
}
