// The four time slots of GoodWe's eco mode: begin, end, switch and days in the two bytes of one register, power – negative charges –, and
// from ARM firmware 19 on the charge at which charging ends. The mode is in force while the inverter's operation mode is Eco.
// Source: marcelblijleven/goodwe et.py and sensor.py (EcoModeV1, EcoModeV2, ScheduleType).
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import type { ComposedSetPoint, CompositionStep } from '../definition.ts';
import type { RegisterWrite } from '../register-writes.ts';

/** Which slots a unit has: none, those of older firmwares, of newer ones, or of the platform of 2023 (745). */
export type EcoSlots = 'none' | 'older' | 'newer' | 'platform 745';

const slots = [1, 2, 3, 4] as const;
type Slot = (typeof slots)[number];

interface Layout {
  at(slot: Slot): number;
  /** Places behind the begin. */
  readonly switch: number;
  readonly power: number;
  readonly soc?: number;
  readonly on: number;
  readonly off: number;
  readonly powerScale: number;
}

const newer: Layout = {
  at: (slot) => 47_547 + 6 * (slot - 1),
  switch: 2,
  power: 3,
  soc: 4,
  on: 0xff00,
  off: 0,
  powerScale: 1,
};
const layouts: Readonly<Record<Exclude<EcoSlots, 'none'>, Layout>> = {
  older: { at: (slot) => 47_515 + 4 * (slot - 1), switch: 3, power: 2, on: 0xff00, off: 0, powerScale: 1 },
  newer,
  'platform 745': { ...newer, on: 0xf900, off: 0x0600, powerScale: 0.1 },
};

const setting = rowWriter({ kind: 'holding', group: 'settings' });
/** 48:00: never. */
const never = 0x3000;
const dayBits = 0x7f;

/** Rows of the slots. */
export function ecoRows(kind: EcoSlots): readonly RegisterRow[] {
  if (kind === 'none') return [];
  const layout = layouts[kind];
  return slots.flatMap((slot) => {
    const [at, name] = [layout.at(slot), `Eco slot ${slot}`];
    return [
      setting(at, 'u16', { label: `${name} begin`, clock: 'bytes', absent: [never] }),
      setting(at + 1, 'u16', { label: `${name} end`, clock: 'bytes', absent: [never] }),
      setting(at + layout.switch, 'u16', {
        label: name,
        options: { [layout.off]: 'Off', [layout.on]: 'On' },
        otherwise: 'Of another kind',
        mask: 0xff00,
      }),
      setting(at + layout.switch, 'u16', {
        label: `${name} days`,
        options: { 0: 'No day', [dayBits]: 'Every day' },
        otherwise: 'Some days',
        mask: dayBits,
      }),
      setting(at + layout.power, 'i16', { label: `${name} power`, unit: '%', scale: layout.powerScale }),
      ...(layout.soc === undefined ? [] : [setting(at + layout.soc, 'u16', { label: `${name} SOC`, unit: '%' })]),
    ];
  });
}

/** What can be set of the slots. */
export function ecoWrites(kind: EcoSlots): readonly RegisterWrite[] {
  if (kind === 'none') return [];
  return slots.flatMap((slot) => [
    { field: `eco_slot_${slot}_begin`, title: `Begin of eco slot ${slot}` },
    { field: `eco_slot_${slot}_end`, title: `End of eco slot ${slot}` },
    { field: `eco_slot_${slot}`, title: `Whether eco slot ${slot} holds` },
    { field: `eco_slot_${slot}_days`, title: `Days of eco slot ${slot}` },
    {
      field: `eco_slot_${slot}_power`,
      title: `Power of eco slot ${slot}: positive discharges, negative charges`,
      limits: { min: -100, max: 100, step: 1 },
    },
    ...(layouts[kind].soc === undefined
      ? []
      : [
          {
            field: `eco_slot_${slot}_soc`,
            title: `Charge at which charging in eco slot ${slot} ends`,
            limits: { min: 0, max: 100, step: 1 },
          },
        ]),
  ]);
}

/** The first slot all day long with this power, the others off. */
function allDay(kind: EcoSlots, power: number): readonly CompositionStep[] {
  const hasSoc = kind !== 'none' && layouts[kind].soc !== undefined;
  return [
    ...([2, 3, 4] as const).map((slot) => ({ write: `eco_slot_${slot}`, value: 'Off' })),
    { write: 'eco_slot_1_begin', value: '00:00' },
    { write: 'eco_slot_1_end', value: '23:59' },
    { write: 'eco_slot_1_days', value: 'Every day' },
    { write: 'eco_slot_1_power', value: power },
    ...(hasSoc ? [{ write: 'eco_slot_1_soc', value: 100 }] : []),
    { write: 'eco_slot_1', value: 'On' },
    { write: 'operation_mode', value: 'Eco' },
  ];
}

/** What the battery of a unit without an EMS mode (47511) can be told to do. */
export const ecoModes = (kind: EcoSlots): readonly ComposedSetPoint[] =>
  kind === 'none'
    ? []
    : [
        {
          setPoint: 'battery.mode',
          ways: [
            {
              value: 'self-consumption',
              steps: [{ write: 'operation_mode', value: 'General' }],
              shownBy: { operation_mode: ['General', 'Self-use'] },
            },
            { value: 'charge', steps: allDay(kind, -100) },
            { value: 'discharge', steps: allDay(kind, 100) },
          ],
        },
      ];

/** Models of the platform 745 by what stands in their serial numbers. */
const platform745 =
  /ESN|EBN|EMN|SPN|ERN|ESC|HLB|HMB|HBB|EOA|ETT|HTA|HUB|AEB|SPB|CUB|EUB|HEB|ERB|BTT|ETF|ARB|URB|EBR|NAH/;

/** What a unit has by its serial number and by which of the slots answered. */
export function ecoSlotsOf(serial: string, answered: { readonly newer: boolean; readonly older: boolean }): EcoSlots {
  if (answered.newer) return platform745.test(serial) ? 'platform 745' : 'newer';
  return answered.older ? 'older' : 'none';
}
