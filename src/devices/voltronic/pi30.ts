// Voltronic Axpert and the brands built on it (MPP Solar, EASUN, Kodak, Mecer, RCT, …) that speak PI30 by RS232 or USB.
import { toLatin1 } from '#core/bytes.ts';
import { pi30Wire } from '#codec/pi30.ts';
import { positionalTable } from '#codec/positional.ts';
import { freezeDeep, numeric, read, round } from '../define.ts';
import type { Derivation, PolledDefinition } from '../definition.ts';
import * as tables from './pi30-tables.ts';

const discharge = 'battery_discharge_current';
const charge = 'battery_charging_current';

const derived: readonly Derivation[] = [
  {
    metric: 'battery.current',
    name: 'battery_current',
    label: 'Battery current (discharge − charge)',
    unit: 'A',
    from: [discharge, charge],
    calc: (out, into) => numeric(out) - numeric(into),
  },
  {
    metric: 'battery.power',
    name: 'battery_power',
    label: 'Battery power (voltage × current)',
    unit: 'W',
    from: ['battery_voltage', discharge, charge],
    calc: (voltage, out, into) => round(numeric(voltage) * (numeric(out) - numeric(into)), 1),
  },
  {
    metric: 'pv.power.s1',
    name: 'pv1_input_power',
    label: 'PV power of the first string',
    unit: 'W',
    from: ['pv_input_power'],
    calc: (power) => numeric(power),
  },
];

/** PI30. */
export const pi30: PolledDefinition = freezeDeep({
  id: 'pi30',
  aliases: ['voltronic-pi30', 'axpert', 'pi30m044', 'pi30m045'],
  version: 1,
  kind: 'inverter',
  maker: 'Voltronic Power',
  title: 'Axpert and compatible inverters (PI30)',
  models: ['Axpert VM', 'Axpert MKS', 'Axpert King', 'PIP-4048', 'PIP-5048', 'LV6048', 'MKS2-8000'],
  verified: 'capture',
  sources: [
    'sample frames and tables of mpp-solar 902b210 (MIT)',
    'Voltronic Power: HS/MS/MSX RS232 communication protocol (2014-08-22), PI30 customer edition (2015-09-24), PI30MAX (2021-02-17)',
    'captures/pi30.ts: 15 sample answers of mpp-solar (MIT)',
  ],
  way: 'polled',
  wire: pi30Wire,
  links: ['serial', 'hid', 'tcp'],
  serial: { baud: 2400, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1500,
  commands: [
    read({ name: 'QPI', title: 'Protocol ID', answerBytes: 8, table: positionalTable(tables.protocolId) }),
    read({ name: 'QID', title: 'Serial number', answerBytes: 18, table: positionalTable(tables.serialNumber) }),
    read({
      name: 'QVFW',
      title: 'Firmware of the main processor',
      answerBytes: 18,
      table: positionalTable(tables.firmware),
    }),
    read({ name: 'QGMN', title: 'Model number', answerBytes: 7, table: positionalTable(tables.generalModel) }),
    read({ name: 'QMN', title: 'Model name', answerBytes: 14, table: positionalTable(tables.modelName) }),
    read({
      name: 'QPIRI',
      title: 'Rated values and settings',
      answerBytes: 106,
      table: positionalTable(tables.ratedInformation),
    }),
    read({ name: 'QFLAG', title: 'Switches', answerBytes: 15, table: positionalTable(tables.flagStatus) }),
    read({
      name: 'QPIGS',
      title: 'General status',
      answerBytes: 110,
      table: positionalTable(tables.generalStatus),
      derive: derived,
    }),
    read({ name: 'QMOD', title: 'Mode', answerBytes: 5, table: positionalTable(tables.deviceMode) }),
    read({ name: 'QPIWS', title: 'Warnings', answerBytes: 40, table: positionalTable(tables.warningStatus) }),
  ],
  writes: [],
  live: { everySeconds: 5, commands: ['QPIGS', 'QMOD', 'QPIWS'] },
  settings: { everySeconds: 300, commands: ['QPIRI', 'QFLAG'] },
  identity: [
    { key: 'model', command: 'QMN', field: 'model_name' },
    { key: 'serial', command: 'QID', field: 'serial_number' },
    { key: 'firmware', command: 'QVFW', field: 'main_cpu_firmware_version' },
  ],
  probe: { command: 'QPI', isMine: (payload) => toLatin1(payload.subarray(0, 4)) === 'PI30' },
} satisfies PolledDefinition);
