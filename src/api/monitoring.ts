// The contract of the monitoring interface: schemas and types, as in contract.ts.
// Source: "WebSocket Real-Time Solar Monitoring", sections "Data Format", "Broadcasting" and "Testing".
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';

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

/** The only message before a monitoring socket of an unknown site, or without a session, closes. */
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
