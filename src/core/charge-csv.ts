// Charges of cars as CSV, the same from the page and from the command line.

/** What of a charge stands in the file; what is not known is an empty cell. */
export interface CsvCharge {
  readonly device: string;
  readonly startMs: number;
  readonly endMs?: number | undefined;
  readonly energyWh: number;
  readonly sunWh?: number | undefined;
  readonly batteryWh?: number | undefined;
  readonly gridWh?: number | undefined;
  readonly cost?: number | undefined;
  readonly co2Kg?: number | undefined;
  readonly tag?: string | undefined;
  readonly who?: string | undefined;
  readonly reason?: string | undefined;
}

const columns = [
  'device',
  'start',
  'end',
  'energy_kWh',
  'sun_kWh',
  'battery_kWh',
  'grid_kWh',
  'cost',
  'currency',
  'co2_kg',
  'tag',
  'who',
  'reason',
] as const;

const kilo = (wh: number | undefined): string => (wh === undefined ? '' : (wh / 1000).toFixed(3));
const moment = (ms: number | undefined): string => (ms === undefined ? '' : new Date(ms).toISOString());
/** A text; a spreadsheet takes one that begins with one of these for a formula. What is computed here, a number or a time, is none. */
const cell = (text = ''): string => {
  const plain = /^\s*[=+\-@]|^[\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/** Charges as CSV, times in UTC. */
export function chargesCsv(charges: readonly CsvCharge[], currency: string | undefined): string {
  const rows = charges.map((one) => [
    cell(one.device),
    moment(one.startMs),
    moment(one.endMs),
    kilo(one.energyWh),
    kilo(one.sunWh),
    kilo(one.batteryWh),
    kilo(one.gridWh),
    one.cost?.toFixed(4) ?? '',
    cell(currency),
    one.co2Kg?.toFixed(3) ?? '',
    cell(one.tag),
    cell(one.who),
    cell(one.reason),
  ]);
  return [columns, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
