// Battery control of SolarEdge inverters: registers of the maker from 0xE004, beside the SunSpec map. Numbers of 32 bits have the
// low word first. Remote commands end by themselves after the time-out and give way to the default mode.
// Source: WillCodeForCats/solaredge-modbus-multi, nmakel/solaredge_modbus (StorEdge control and status).
import { rowWriter } from '#codec/register-rows.ts';
import type { RegisterWrite } from '../register-writes.ts';
import { solaredgeModes } from './storage-modes.ts';
import type { SunspecDevice } from './sunspec.ts';

/** Without a battery the registers hold all ones or the lowest number there is. */
const setting = rowWriter({
  kind: 'holding',
  group: 'settings',
  order: 'low',
  absentByType: { u16: [0xffff], u32: [0xffff_ffff], f32: [0xff7f_ffff, 0x7f7f_ffff] },
});

const commandModes = {
  0: 'Off',
  1: 'Charge from clipped sun',
  2: 'Charge from the sun',
  3: 'Charge from sun and grid',
  4: 'Discharge into the grid',
  5: 'Discharge for the home',
  7: 'Maximise self-consumption',
} as const;

const power = { min: 0, max: 50_000, step: 1 } as const;

const writes: readonly RegisterWrite[] = [
  { field: 'storage_control', title: 'Who controls the battery' },
  {
    field: 'ac_charge_policy',
    title: 'When the grid may charge the battery',
    serves: { setPoint: 'battery.charge.from_grid', words: { on: 'Always', off: 'Never' } },
  },
  {
    field: 'ac_charge_limit',
    title: 'How much the grid may charge: kWh with a fixed energy, % with a share of the production',
    limits: { min: 0, max: 100_000, step: 1 },
  },
  {
    field: 'backup_reserve',
    title: 'Charge that is kept for a power cut',
    limits: { min: 0, max: 100, step: 1 },
    serves: { setPoint: 'battery.soc.min' },
  },
  { field: 'default_command', title: 'What the battery does when a remote command has ended' },
  {
    field: 'remote_time_out',
    title: 'Time after which a remote command ends by itself',
    limits: { min: 0, max: 86_400, step: 1 },
  },
  { field: 'remote_command', title: 'What the battery does (Remote only)', wear: false },
  {
    field: 'remote_charge_limit',
    title: 'Highest charging power (Remote only)',
    limits: power,
    wear: false,
    serves: { setPoint: 'battery.power.limit.charge' },
  },
  {
    field: 'remote_discharge_limit',
    title: 'Highest discharging power (Remote only)',
    limits: power,
    wear: false,
    serves: { setPoint: 'battery.power.limit.discharge' },
  },
];

/** What can be set of the battery. */
export const solaredgeStorage: NonNullable<SunspecDevice['own']> = {
  rows: [
    setting(0xe004, 'u16', {
      label: 'Storage control',
      options: { 0: 'Off', 1: 'Maximise self-consumption', 2: 'Time of use', 3: 'Backup only', 4: 'Remote' },
    }),
    setting(0xe005, 'u16', {
      label: 'AC charge policy',
      options: { 0: 'Never', 1: 'Always', 2: 'Fixed energy', 3: 'Share of production' },
    }),
    // Kilowatt-hours a year with a fixed energy, percent with a share of the production.
    setting(0xe006, 'f32', { label: 'AC charge limit' }),
    setting(0xe008, 'f32', { label: 'Backup reserve', unit: '%' }),
    setting(0xe00a, 'u16', { label: 'Default command', options: commandModes }),
    setting(0xe00b, 'u32', { label: 'Remote time-out', unit: 's' }),
    setting(0xe00d, 'u16', { label: 'Remote command', options: commandModes }),
    setting(0xe00e, 'f32', { label: 'Remote charge limit', unit: 'W' }),
    setting(0xe010, 'f32', { label: 'Remote discharge limit', unit: 'W' }),
  ],
  writes,
  composed: solaredgeModes,
};
