// Victron devices on their VE.Direct port in text mode, 19200 8N1: they tell everything once a second by themselves,
// and some registers in HEX between, when they change.
// Source: [vedirect]; [mpp-solar] ved.
import { labelTable, type LabelRow } from '#codec/vedirect-labels.ts';
import { textReport, vedirectTextWire } from '#codec/vedirect-text.ts';
import { toLatin1 } from '#core/bytes.ts';
import { packPower } from '../battery-derivations.ts';
import { freezeDeep, numeric, round } from '../define.ts';
import type { Derivation, PushDefinition, Report } from '../definition.ts';
import { products } from './products.ts';
import { chargerReports, monitorReports } from './vedirect-hex.ts';
import { alarms, errors, modes, monitors, offReasons, states, trackers } from './words.ts';

const milli = { kind: 'number', per: 1000 } as const;
const plain = { kind: 'number' } as const;
const minutes = { kind: 'number', times: 60, absent: [-1] } as const;
/** Hundredths of a kilowatt-hour. */
const energy = { kind: 'number', times: 10 } as const;

/** `0408` is 4.08; a letter in front marks a candidate. */
const firmware16 = (raw: string): string => raw.replace(/^([A-Z]?)0*(\d+)(\d\d)$/, '$1$2.$3');
/** `0208FF` is release 2.08, another end than FF a beta. */
function firmware24(raw: string): string {
  const [, major, minor, end] = /^0*([\dA-F]+)(\d\d)([\dA-F]{2})$/.exec(raw) ?? [];
  if (end === undefined) return raw;
  return `${major}.${minor}${end === 'FF' ? '' : ` beta ${end}`}`;
}

/** Labels that every kind of product may send. */
const common: readonly LabelRow[] = [
  {
    key: 'PID',
    label: 'Product',
    read: { kind: 'choice', options: products, other: (raw) => `Victron product ${raw}` },
  },
  { key: 'FW', label: 'Firmware', read: { kind: 'text', write: firmware16 } },
  { key: 'FWE', label: 'Firmware 24 bit', read: { kind: 'text', write: firmware24 } },
  { key: 'SER#', label: 'Serial Number', read: { kind: 'text' } },
  { key: 'V', label: 'Battery Voltage', unit: 'V', read: milli, metric: 'battery.voltage' },
  { key: 'I', label: 'Battery Current', unit: 'A', read: milli, metric: 'battery.current', flip: true },
  { key: 'T', label: 'Battery Temperature', unit: '°C', read: plain, metric: 'battery.temperature' },
  { key: 'Relay', label: 'Relay State', read: { kind: 'switch' } },
  { key: 'Alarm', label: 'Alarm', read: { kind: 'switch' } },
];

/** Chargers, inverters and converters. */
const power: readonly LabelRow[] = [
  ...common,
  { key: 'V2', label: 'Channel 2 Voltage', unit: 'V', read: milli },
  { key: 'V3', label: 'Channel 3 Voltage', unit: 'V', read: milli },
  { key: 'I2', label: 'Channel 2 Current', unit: 'A', read: milli },
  { key: 'I3', label: 'Channel 3 Current', unit: 'A', read: milli },
  { key: 'VPV', label: 'Panel Voltage', unit: 'V', read: milli, metric: 'pv.voltage.s1' },
  { key: 'PPV', label: 'Panel Power', unit: 'W', read: plain, metric: 'pv.power' },
  { key: 'IL', label: 'Load Current', unit: 'A', read: milli },
  { key: 'LOAD', label: 'Load Output', read: { kind: 'switch' } },
  { key: 'CS', label: 'State of Operation', read: { kind: 'choice', options: states }, metric: 'inverter.mode' },
  { key: 'MPPT', label: 'Tracker State', read: { kind: 'choice', options: trackers } },
  { key: 'OR', label: 'Off Reason', read: { kind: 'bits', bits: offReasons } },
  { key: 'ERR', label: 'Error', read: { kind: 'choice', options: errors, other: (raw) => `Error ${raw}` } },
  { key: 'AR', label: 'Alarm Reason', read: { kind: 'bits', bits: alarms } },
  { key: 'WARN', label: 'Warning Reason', read: { kind: 'bits', bits: alarms } },
  { key: 'MODE', label: 'Device Mode', read: { kind: 'choice', options: modes } },
  {
    key: 'AC_OUT_V',
    label: 'AC Output Voltage',
    unit: 'V',
    read: { kind: 'number', per: 100 },
    metric: 'load.voltage',
  },
  { key: 'AC_OUT_I', label: 'AC Output Current', unit: 'A', read: { kind: 'number', per: 10 } },
  { key: 'AC_OUT_S', label: 'AC Output Apparent Power', unit: 'VA', read: plain, metric: 'load.power_apparent' },
  { key: 'DC_IN_V', label: 'DC Input Voltage', unit: 'V', read: { kind: 'number', per: 100 } },
  { key: 'DC_IN_I', label: 'DC Input Current', unit: 'A', read: { kind: 'number', per: 10 } },
  { key: 'DC_IN_P', label: 'DC Input Power', unit: 'W', read: plain },
  { key: 'H19', label: 'Yield Total', unit: 'Wh', read: energy, metric: 'pv.energy' },
  { key: 'H20', label: 'Yield Today', unit: 'Wh', read: energy },
  { key: 'H21', label: 'Maximum Power Today', unit: 'W', read: plain },
  { key: 'H22', label: 'Yield Yesterday', unit: 'Wh', read: energy },
  { key: 'H23', label: 'Maximum Power Yesterday', unit: 'W', read: plain },
  { key: 'HSDS', label: 'Day Sequence Number', read: plain },
];

/** Battery monitors and smart shunts. */
const monitor: readonly LabelRow[] = [
  ...common,
  { key: 'VS', label: 'Starter Battery Voltage', unit: 'V', read: milli },
  { key: 'VM', label: 'Midpoint Voltage', unit: 'V', read: milli },
  { key: 'DM', label: 'Midpoint Deviation', unit: '%', read: { kind: 'number', per: 10 } },
  { key: 'P', label: 'Battery Power', unit: 'W', read: plain, metric: 'battery.power', flip: true },
  { key: 'CE', label: 'Consumed Charge', unit: 'Ah', read: milli },
  { key: 'SOC', label: 'State of Charge', unit: '%', read: { kind: 'number', per: 10 }, metric: 'battery.soc' },
  { key: 'TTG', label: 'Time to Go', unit: 's', read: minutes },
  { key: 'AR', label: 'Alarm Reason', read: { kind: 'bits', bits: alarms }, metric: 'battery.alarm' },
  { key: 'BMV', label: 'Model', read: { kind: 'text' } },
  { key: 'MON', label: 'Monitor Mode', read: { kind: 'choice', options: monitors } },
  { key: 'H1', label: 'Deepest Discharge', unit: 'Ah', read: milli },
  { key: 'H2', label: 'Last Discharge', unit: 'Ah', read: milli },
  { key: 'H3', label: 'Average Discharge', unit: 'Ah', read: milli },
  { key: 'H4', label: 'Charge Cycles', read: plain, metric: 'battery.cycles' },
  { key: 'H5', label: 'Full Discharges', read: plain },
  { key: 'H6', label: 'Cumulative Charge Drawn', unit: 'Ah', read: milli },
  { key: 'H7', label: 'Minimum Battery Voltage', unit: 'V', read: milli },
  { key: 'H8', label: 'Maximum Battery Voltage', unit: 'V', read: milli },
  { key: 'H9', label: 'Time Since Full Charge', unit: 's', read: plain },
  { key: 'H10', label: 'Automatic Synchronisations', read: plain },
  { key: 'H11', label: 'Low Voltage Alarms', read: plain },
  { key: 'H12', label: 'High Voltage Alarms', read: plain },
  { key: 'H13', label: 'Low Starter Voltage Alarms', read: plain },
  { key: 'H14', label: 'High Starter Voltage Alarms', read: plain },
  { key: 'H15', label: 'Minimum Starter Voltage', unit: 'V', read: milli },
  { key: 'H16', label: 'Maximum Starter Voltage', unit: 'V', read: milli },
  { key: 'H17', label: 'Discharged Energy', unit: 'Wh', read: energy, metric: 'battery.energy.discharge' },
  { key: 'H18', label: 'Charged Energy', unit: 'Wh', read: energy, metric: 'battery.energy.charge' },
];

const powerDerived: readonly Derivation[] = [
  packPower('battery_voltage', 'battery_current', { chargeIsPositive: true }),
  {
    metric: 'load.power',
    name: 'load_power',
    label: 'Power of the load output (voltage × current)',
    unit: 'W',
    from: ['battery_voltage', 'load_current'],
    calc: (volts, amps) => round(numeric(volts) * numeric(amps), 1),
  },
  {
    metric: 'inverter.warning',
    name: 'warnings',
    label: 'Error, alarm and warning together',
    unit: '',
    from: ['error', 'alarm_reason', 'warning_reason'],
    needs: 'any',
    calc: (...found) =>
      [...new Set(found.map(String))].filter((text) => text !== '' && text !== errors['0']).join(', '),
  },
];

/** Whether a block has a line with one of these labels. */
function hasLabel(payload: Uint8Array, labels: readonly string[]): boolean {
  const text = toLatin1(payload);
  return labels.some((label) => text.includes(`\r\n${label}\t`));
}

const monitorLabels = ['CE', 'TTG', 'H1', 'BMV', 'MON'];

const powerTable = labelTable(power);
const chargerTold: readonly Report[] = [
  { kind: 'report', name: textReport, title: 'Text block', table: powerTable, derive: powerDerived },
  ...chargerReports(powerTable),
];

const monitorTable = labelTable(monitor);
const monitorTold: readonly Report[] = [
  { kind: 'report', name: textReport, title: 'Text block', table: monitorTable },
  ...monitorReports(monitorTable),
];

const shared = {
  version: 1,
  maker: 'Victron Energy',
  verified: 'capture',
  sources: ['Victron Energy: VE.Direct Protocol 3.33', 'Blocks recorded in KinDR007/VictronMPPT-ESPHOME'],
  mode: 'push',
  writes: [],
  wire: vedirectTextWire,
  links: ['serial', 'tcp'],
  serial: { baud: 19_200, dataBits: 8, parity: 'none', stopBits: 1 },
  everySeconds: 1,
} as const satisfies Partial<PushDefinition>;

const identity = [
  { key: 'model', report: 'text', field: 'product' },
  { key: 'serial', report: 'text', field: 'serial_number' },
  { key: 'firmware', report: 'text', field: 'firmware' },
] as const;

/** MPPT chargers, Phoenix inverters and other power devices of Victron. */
export const vedirect: PushDefinition = freezeDeep({
  ...shared,
  id: 'vedirect',
  autodetect: 130,
  aliases: ['ved', 'vedirect-mppt', 'vedirect-text'],
  kind: 'inverter',
  title: 'Victron solar chargers and inverters by VE.Direct',
  models: ['SmartSolar MPPT', 'BlueSolar MPPT', 'Phoenix Inverter', 'Phoenix Smart Charger', 'Orion XS', 'Multi RS'],
  reports: chargerTold,
  identity,
  matches: ({ report, payload }) =>
    report === textReport
      ? hasLabel(payload, ['PID']) && !hasLabel(payload, monitorLabels)
      : chargerTold.some(({ name }) => name === report),
} satisfies PushDefinition);

/** Battery monitors (BMV) and SmartShunts of Victron. */
export const vedirectMonitor: PushDefinition = freezeDeep({
  ...shared,
  id: 'vedirect-bmv',
  autodetect: 140,
  aliases: ['vedirect-shunt', 'smartshunt', 'bmv'],
  kind: 'battery',
  title: 'Victron battery monitors and SmartShunts by VE.Direct',
  models: ['BMV-700', 'BMV-702', 'BMV-712 Smart', 'SmartShunt'],
  reports: monitorTold,
  identity,
  matches: ({ report, payload }) =>
    report === textReport ? hasLabel(payload, monitorLabels) : monitorTold.some(({ name }) => name === report),
} satisfies PushDefinition);
