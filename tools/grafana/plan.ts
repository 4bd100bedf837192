// What the dashboards for Grafana show, whatever database they ask: the values of the catalogue, grouped.
import type { MetricId } from '#core/catalogue.ts';

/** A panel that shows values of the catalogue. */
export type ValuePanel =
  /** The newest of all chosen devices: added up, or the mean of them. */
  | { readonly form: 'now'; readonly metric: MetricId; readonly of: 'sum' | 'mean' }
  /** A line for each device. */
  | { readonly form: 'lines'; readonly title: string; readonly metrics: readonly MetricId[] }
  /** A line for each index of a metric that has one: cells of a battery. */
  | { readonly form: 'indexed'; readonly title: string; readonly metric: MetricId }
  /** What counters counted in each day, in kWh. */
  | { readonly form: 'days'; readonly title: string; readonly metrics: readonly MetricId[] };

/** A panel with a query of its own database: what Solstead says of itself, and what only that database can compute. */
export interface OwnPanel {
  readonly form: 'own';
  readonly title: string;
  /** Grafana's word for the unit. */
  readonly unit: string;
  readonly query: string;
  /** How a line is called. */
  readonly legend: string;
}

/** A dashboard. */
export interface Board {
  /** Its file, and the end of its `uid`. */
  readonly id: string;
  readonly title: string;
  /** Where its time begins: `now-6h`. */
  readonly from: string;
  readonly panels: readonly (ValuePanel | OwnPanel)[];
}

const now = (metric: MetricId, of: 'sum' | 'mean' = 'sum'): ValuePanel => ({ form: 'now', metric, of });
const lines = (title: string, ...metrics: readonly MetricId[]): ValuePanel => ({ form: 'lines', title, metrics });
const days = (title: string, ...metrics: readonly MetricId[]): ValuePanel => ({ form: 'days', title, metrics });

/** The dashboards; the databases add what only they know. */
export const boards: readonly Board[] = [
  {
    id: 'now',
    title: 'Now',
    from: 'now-6h',
    panels: [
      now('pv.power'),
      now('load.power'),
      now('grid.power'),
      now('battery.power'),
      now('battery.soc', 'mean'),
      lines('Power', 'pv.power', 'load.power', 'grid.power', 'battery.power'),
      lines('State of charge', 'battery.soc'),
      lines('Grid voltage', 'grid.voltage'),
      lines('Grid frequency', 'grid.frequency'),
      lines('Car charging', 'charger.power'),
    ],
  },
  {
    id: 'energy',
    title: 'Energy',
    from: 'now-30d',
    panels: [
      days('Sun and home', 'pv.energy', 'load.energy'),
      days('Grid', 'grid.energy.import', 'grid.energy.export'),
      days('Battery', 'battery.energy.charge', 'battery.energy.discharge'),
      days('Cars', 'charger.energy'),
    ],
  },
  {
    id: 'battery',
    title: 'Battery',
    from: 'now-24h',
    panels: [
      now('battery.soc', 'mean'),
      now('battery.power'),
      now('battery.soh', 'mean'),
      now('battery.voltage', 'mean'),
      now('battery.current'),
      lines('State of charge', 'battery.soc'),
      lines('Power', 'battery.power'),
      lines('Voltage', 'battery.voltage'),
      lines('Current', 'battery.current'),
      lines('Temperature', 'battery.temperature'),
      lines('Lowest and highest cell', 'battery.cell.voltage.min', 'battery.cell.voltage.max'),
      { form: 'indexed', title: 'Cells', metric: 'battery.cell.voltage.1' },
      lines('Spread of the cells', 'battery.cell.voltage.spread'),
      lines('Charge left', 'battery.capacity.remaining'),
      lines('Cycles', 'battery.cycles'),
      days('Into and out of the battery', 'battery.energy.charge', 'battery.energy.discharge'),
    ],
  },
  {
    id: 'devices',
    title: 'Devices and links',
    from: 'now-24h',
    panels: [
      lines('Temperature of inverters', 'inverter.temperature'),
      lines('Temperature of devices', 'device.temperature'),
      lines('Wi-Fi signal', 'device.signal'),
      lines('Time since start', 'device.uptime'),
    ],
  },
];

/** A rule that Grafana watches. */
export interface AlertRule {
  readonly id: 'device-offline' | 'data-gap' | 'system-error';
  /** The metric that it looks at; absent: those of the whole device. */
  readonly of?: MetricId;
  readonly title: string;
  /** What is told; `{{ $labels.device }}` is the device. */
  readonly says: string;
  /** Above 0 where something is wrong. */
  readonly query: string;
  /** How far the query looks back, s. */
  readonly lookS: number;
  readonly reducer: 'last' | 'max';
  /** `above`: more than 0 is wrong; `none`: 0 is. */
  readonly wrong: 'above' | 'none';
  /** How long it has to be so. */
  readonly lasts: string;
}

/** A database that holds readings of Solstead, as Grafana asks it. */
export interface Source {
  /** Folder of its files, and a part of each `uid`. */
  readonly id: string;
  /** Grafana's type of data source. */
  readonly type: 'prometheus' | 'influxdb';
  /** The provisioned data source, without name and uid. */
  readonly place: Readonly<Record<string, unknown>>;
  now(panel: { readonly metric: MetricId; readonly of: 'sum' | 'mean' }): string;
  line(metric: MetricId): string;
  indexed(metric: MetricId): { readonly query: string; readonly legend: string };
  day(metric: MetricId): string;
  /** How a line of a device is called. */
  readonly device: string;
  /** Panels that only it has, by dashboard. */
  readonly own: Readonly<Partial<Record<string, readonly OwnPanel[]>>>;
  /** Queries of the variables. */
  readonly sites: string;
  readonly devices: string;
  readonly rules: readonly AlertRule[];
}
