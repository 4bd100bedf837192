// What the answers of the PI18 family say. Source: [mpp-solar] pi18, pi18lvx, pi18sv and the maker's
// document of 2017-09-26, which scales voltages, currents and frequencies by ten (mpp-solar's lvx and sv leave them raw).
import {
  choice,
  clockText,
  countedText,
  dateTimeText,
  flags,
  number,
  skip,
  word,
  type TextField,
} from '#codec/positional-fields.ts';

const tenth = { divide: 10 };

/** PI, protocol id: `18`. */
export const protocolId: readonly TextField[] = [word('Protocol Version')];

/** ID: two digits of length, then the number. */
export const serialNumber: readonly TextField[] = [word('Serial Number', { show: countedText })];

/** VFW. */
export const firmware: readonly TextField[] = [
  word('Main CPU Version'),
  word('Slave 1 CPU Version'),
  word('Slave 2 CPU Version'),
];

/** GMN. */
export const generalModel: readonly TextField[] = [word('General Model Name')];

/** T. */
export const deviceTime: readonly TextField[] = [word('DateTime', { show: dateTimeText })];

/**
 * ET counts Wh, as EY, EM and ED do: the maker's document says kWh, but a recorded LV5048 (5.6 kW, half a year old) tells
 * 802 946 (esphome-pipsolar docs/pdus/pi18), which in kWh would be 16 years at its rated power.
 */
export const totalEnergy: readonly TextField[] = [number('Total PV Generated Energy', 'Wh', { metric: 'pv.energy' })];

/** EY, EM, ED. */
export const energyOf = (label: string): readonly TextField[] => [number(label, 'Wh')];

const batteryTypes = {
  '0': 'AGM',
  '1': 'Flooded',
  '2': 'User',
  '3': 'Pylontech',
  '4': 'TBD',
  '5': 'WECO',
  '6': 'Soltaro',
  '7': '3rd party Lithium',
  '8': 'LIB',
  '9': 'LIC',
};
const inputRanges = { '0': 'Appliance', '1': 'UPS' };
/** Output priorities, in the words of POP. */
export const outputPriorities = { '0': 'Solar-Utility-Battery', '1': 'Solar-Battery-Utility' } as const;
/** Charger priorities, in the words of PCP. */
export const chargerPriorities = { '0': 'Solar First', '1': 'Solar and Utility', '2': 'Only Solar' } as const;
/** Solar power priorities, in the words of PSP. */
export const solarPriorities = { '0': 'Battery-Load-Utility + AC Charger', '1': 'Load-Battery-Utility' } as const;
/** Machine types, in the words of PEI and PDI. */
const machineTypes = { '0': 'Off-Grid', '1': 'Grid-Tie' };
/** Output modes, in the words of POPM. */
const outputModes = {
  '0': 'Single module',
  '1': 'Parallel output',
  '2': 'Phase 1 of three phase output',
  '3': 'Phase 2 of three phase output',
  '4': 'Phase 3 of three phase output',
};

/** PIRI, rated values and settings. */
export const ratedInformation: readonly TextField[] = [
  number('AC input rated voltage', 'V', tenth),
  number('AC input rated current', 'A', tenth),
  number('AC output rated voltage', 'V', tenth),
  number('AC output rated frequency', 'Hz', tenth),
  number('AC output rated current', 'A', tenth),
  number('AC output rating apparent power', 'VA'),
  number('AC output rating active power', 'W'),
  number('Battery rated voltage', 'V', tenth),
  number('Battery re-charge voltage', 'V', tenth),
  number('Battery re-discharge voltage', 'V', tenth),
  number('Battery under voltage', 'V', tenth),
  number('Battery bulk voltage', 'V', tenth),
  number('Battery float voltage', 'V', tenth),
  choice('Battery Type', batteryTypes),
  number('Max AC charging current', 'A'),
  number('Max charging current', 'A'),
  choice('Input voltage range', inputRanges),
  choice('Output source priority', outputPriorities),
  choice('Charger source priority', chargerPriorities),
  number('Parallel max num', ''),
  choice('Machine type', machineTypes),
  choice('Topology', { '0': 'transformerless', '1': 'transformer' }),
  choice('Output model setting', outputModes),
  choice('Solar power priority', solarPriorities),
  number('MPPT strings', ''),
];

const mpptStatus = { '0': 'abnormal', '1': 'normal but not charged', '2': 'charging' };
/** Directions at the end of GS and PGS. */
const directions: readonly TextField[] = [
  choice('Load connection', { '0': 'disconnect', '1': 'connect' }),
  choice('Battery power direction', { '0': 'donothing', '1': 'charge', '2': 'discharge' }),
  choice('DC/AC power direction', { '0': 'donothing', '1': 'AC-DC', '2': 'DC-AC' }),
  choice('Line power direction', { '0': 'donothing', '1': 'input', '2': 'output' }),
];

/** GS, general status. */
export const generalStatus: readonly TextField[] = [
  number('Grid voltage', 'V', { ...tenth, metric: 'grid.voltage' }),
  number('Grid frequency', 'Hz', { ...tenth, metric: 'grid.frequency' }),
  number('AC output voltage', 'V', { ...tenth, metric: 'load.voltage' }),
  number('AC output frequency', 'Hz', { ...tenth, metric: 'load.frequency' }),
  number('AC output apparent power', 'VA', { metric: 'load.power_apparent' }),
  number('AC output active power', 'W', { metric: 'load.power' }),
  number('Output load percent', '%', { metric: 'load.level' }),
  number('Battery voltage', 'V', { ...tenth, metric: 'battery.voltage' }),
  number('Battery voltage from SCC', 'V', tenth),
  number('Battery voltage from SCC2', 'V', tenth),
  number('Battery discharge current', 'A'),
  number('Battery charging current', 'A'),
  number('Battery capacity', '%', { metric: 'battery.soc' }),
  number('Inverter heat sink temperature', '°C', { metric: 'inverter.temperature' }),
  number('MPPT1 charger temperature', '°C'),
  number('MPPT2 charger temperature', '°C'),
  number('PV1 Input power', 'W', { metric: 'pv.power.s1' }),
  number('PV2 Input power', 'W', { metric: 'pv.power.s2' }),
  number('PV1 Input voltage', 'V', { ...tenth, metric: 'pv.voltage.s1' }),
  number('PV2 Input voltage', 'V', { ...tenth, metric: 'pv.voltage.s2' }),
  choice('Setting value configuration state', { '0': 'Nothing changed', '1': 'Something changed' }),
  choice('MPPT1 charger status', mpptStatus),
  choice('MPPT2 charger status', mpptStatus),
  ...directions,
  number('Local parallel ID', ''),
];

/** PGSn, unit n of a parallel system. */
export const parallelStatus: readonly TextField[] = [
  choice('Parallel ID connection status', { '0': 'Not existent', '1': 'Existent' }),
  number('Work mode', ''),
  number('Fault code', ''),
  number('Grid voltage', 'V', tenth),
  number('Grid frequency', 'Hz', tenth),
  number('AC output voltage', 'V', tenth),
  number('AC output frequency', 'Hz', tenth),
  number('AC output apparent power', 'VA'),
  number('AC output active power', 'W'),
  number('Total AC output apparent power', 'VA'),
  number('Total AC output active power', 'W'),
  number('Output load percent', '%'),
  number('Total output load percent', '%'),
  number('Battery voltage', 'V', tenth),
  number('Battery discharge current', 'A'),
  number('Battery charging current', 'A'),
  number('Total battery charging current', 'A'),
  number('Battery capacity', '%'),
  number('PV1 Input power', 'W'),
  number('PV2 Input power', 'W'),
  number('PV1 Input voltage', 'V', tenth),
  number('PV2 Input voltage', 'V', tenth),
  choice('MPPT1 charger status', mpptStatus),
  choice('MPPT2 charger status', mpptStatus),
  ...directions,
  number('Max Temperature', '°C'),
];

/** PRIn, settings of unit n of a parallel system. */
export const parallelRating: readonly TextField[] = [
  choice('Parallel ID connection status', { '0': 'Not existent', '1': 'Existent' }),
  number('Serial Number valid length', ''),
  word('Serial Number'),
  choice('Charging source priority', chargerPriorities),
  number('Max. charging current', 'A'),
  number('Max. AC charging current', 'A'),
  choice('Output mode setting', outputModes),
];

/** MOD. */
export const workingMode: readonly TextField[] = [
  choice(
    'Working mode',
    {
      '00': 'Power on mode',
      '01': 'Standby mode',
      '02': 'Bypass mode',
      '03': 'Battery mode',
      '04': 'Fault mode',
      '05': 'Hybrid mode (Line mode, Grid mode)',
    },
    { metric: 'inverter.mode' },
  ),
];

/** Warnings of FWS, in their order. */
export const warningLabels = [
  'Line fail',
  'Output circuit short',
  'Inverter over temperature',
  'Fan lock',
  'Battery voltage high',
  'Battery low',
  'Battery under',
  'Over load',
  'EEProm fail',
  'Power limit',
  'PV1 voltage high',
  'PV2 voltage high',
  'MPPT1 overload warning',
  'MPPT2 overload warning',
  'Battery too low to charge for SCC1',
  'Battery too low to charge for SCC2',
] as const;

/** FWS. */
export const faultsAndWarnings: readonly TextField[] = [
  number('Fault code', ''),
  ...warningLabels.map((label) => flags([label])),
];

/** FLAG. */
export const flagStatus: readonly TextField[] = [
  flags(['Mute buzzer beep']),
  flags(['Overload bypass function']),
  flags(['LCD display escape to default page after timeout']),
  flags(['Overload restart']),
  flags(['Over temperature restart']),
  flags(['Backlight on']),
  flags(['Alarm on when primary source interrupted']),
  flags(['Fault code record']),
  skip,
];

/** MCHGCR and MUCHGCR: what may be chosen, as many as the model has. */
export const currentChoices = (label: string): readonly TextField[] =>
  Array.from({ length: 16 }, (_, index) => number(`${label} value ${index + 1}`, 'A'));

const enabled = { '0': 'disable', '1': 'enable' };

/** DI, the values PF sets. */
export const defaultSettings: readonly TextField[] = [
  number('AC output voltage', 'V', tenth),
  number('AC output frequency', 'Hz', tenth),
  choice('AC input voltage range', inputRanges),
  number('Battery Under voltage', 'V', tenth),
  number('Charging float voltage', 'V', tenth),
  number('Charging bulk voltage', 'V', tenth),
  number('Battery default re-charge voltage', 'V', tenth),
  number('Battery re-discharge voltage', 'V', tenth),
  number('Max charging current', 'A'),
  number('Max AC charging current', 'A'),
  choice('Battery type', batteryTypes),
  choice('Output source priority', outputPriorities),
  choice('Charger source priority', chargerPriorities),
  choice('Solar power priority', solarPriorities),
  choice('Machine type', machineTypes),
  choice('Output mode setting', outputModes),
  choice('Silence buzzer or open buzzer', enabled),
  choice('Overload restart', enabled),
  choice('Over temperature restart', enabled),
  choice('LCD backlight on', enabled),
  choice('Alarm when primary source interrupted', enabled),
  choice('Fault code record', enabled),
  choice('Overload bypass', enabled),
  choice('LCD display escape to default page after timeout', enabled),
];

/** ACCT and ACLT: a time of the day. */
export const timeOfDay = (what: string): readonly TextField[] => [
  word(`Start time for enable ${what}`, { show: clockText }),
  word(`Ending time for enable ${what}`, { show: clockText }),
];
