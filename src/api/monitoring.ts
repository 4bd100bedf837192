// The contract of the monitoring interface: schemas and types, as in contract.ts.
// Source: "WebSocket Real-Time Solar Monitoring", sections "Data Format", "Broadcasting" and "Testing".
import Type, { type Static } from 'typebox';
import { lastMs } from '#core/instant.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

/** Who watches the monitoring sockets. */
export const MonitoringStatistics = Type.Object({
  status: Type.String(),
  endpoint: Type.String(),
  stats: Type.Object({
    total_connections: Type.Integer(),
    active_systems: Type.Integer(),
    systems: Type.Array(Type.Object({ system_id: Type.String(), connections: Type.Integer() })),
  }),
});
export type MonitoringStatistics = Frozen<Static<typeof MonitoringStatistics>>;

/**
 * In place of the data where there is no subscription, every five seconds; the only message before a socket of an unknown site, or
 * without a session, closes.
 */
export const MonitoringRefusal = Type.Object({ error: Type.Literal('No active subscription') });
export type MonitoringRefusal = Frozen<Static<typeof MonitoringRefusal>>;

/** A home in the shape of the monitoring service this replaces; `system_id` is a site. */
export const MonitoringData = Type.Object({
  system_id: Type.String(),
  status: Type.Union([Type.Literal('online'), Type.Literal('offline'), Type.Literal('maintenance')]),
  current_generation_kw: Type.Number(),
  today_generation_kwh: Type.Number(),
  monthly_generation_kwh: Type.Number(),
  total_generation_kwh: Type.Number(),
  today_savings: Type.Number(),
  monthly_savings: Type.Number(),
  total_savings: Type.Number(),
  co2_offset_kg: Type.Number(),
  trees_planted_equivalent: Type.Number(),
  last_updated: Type.String(),
  chart_data: Type.Object({ labels: Type.Array(Type.String()), values: Type.Array(Type.Number()) }),
});
export type MonitoringData = Frozen<Static<typeof MonitoringData>>;

const status = Type.Union([Type.Literal('online'), Type.Literal('offline'), Type.Literal('maintenance')]);

/** Said to those who watch one system; not the data. */
export const SystemNotice = Type.Object({
  system_id: Type.String(),
  status,
  message: line({ description: 'What a person wrote' }),
});

/** Said to those who watch any system. */
export const MaintenanceNotice = Type.Object({
  type: Type.Literal('maintenance_notice'),
  message: line({ description: 'What a person wrote' }),
  start_time: Type.String({ description: 'ISO 8601, UTC' }),
  duration_minutes: Type.Number(),
});

const said = line({ minLength: 1, maxLength: 500, description: 'What those who watch are told' });

/** An announcement to those who watch one system; maintenance lasts until another status is announced. */
export const SystemAnnouncement = Type.Object({ status, message: said });

/** An announcement to all who watch any system. */
export const MaintenanceAnnouncement = Type.Object({
  message: said,
  start_time: line({ maxLength: 60, description: 'ISO 8601, with its offset' }),
  duration_minutes: Type.Integer({ minimum: 1, maximum: 100_000 }),
});

const ends = Type.Number({ minimum: 0, maximum: lastMs, description: 'Epoch ms when the subscription ends or ended' });
const factor = (maximum: number, description: string) => Type.Number({ minimum: 0, maximum, description });
const factors = {
  moneyPerKwh: factor(1000, 'Money a kWh saves, in the currency of the home'),
  kgPerKwh: factor(100, 'CO2 a kWh avoids, kg'),
  kgPerTree: Type.Number({ exclusiveMinimum: 0, maximum: 100_000, description: 'CO2 a tree takes up in a year, kg' }),
};

/** Monitoring of a home: what is absent follows from its tariff. */
export const MonitoringSettings = Type.Object({
  /** Whether those who watch get data now. */
  subscribed: Type.Boolean(),
  /** Absent: the subscription goes on. */
  endsMs: Type.Optional(ends),
  moneyPerKwh: Type.Optional(factors.moneyPerKwh),
  kgPerKwh: Type.Optional(factors.kgPerKwh),
  kgPerTree: Type.Optional(factors.kgPerTree),
  /** It is being maintained; what was said about it. */
  maintenance: Type.Optional(Type.String()),
  /** How many watch it. */
  connections: Type.Integer(),
});
export type MonitoringSettings = Frozen<Static<typeof MonitoringSettings>>;

/** What changes: what is absent stays, null takes it away. */
export const MonitoringChange = Type.Object({
  endsMs: Type.Optional(Type.Union([ends, Type.Null()])),
  moneyPerKwh: Type.Optional(Type.Union([factors.moneyPerKwh, Type.Null()])),
  kgPerKwh: Type.Optional(Type.Union([factors.kgPerKwh, Type.Null()])),
  kgPerTree: Type.Optional(Type.Union([factors.kgPerTree, Type.Null()])),
});
