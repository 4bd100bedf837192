// Monitoring of a home for those who look after it from outside: its subscription, its factors, and what is announced.
// Source: "WebSocket Real-Time Solar Monitoring", sections "Broadcasting" and "Future: Real Data Integration".

/** Money and carbon of a home's solar energy; what is absent is computed by its tariff. */
export interface MonitoringFactors {
  /** Money a kWh saves, in the currency of the home. */
  readonly moneyPerKwh?: number;
  /** CO2 a kWh avoids, kg. */
  readonly kgPerKwh?: number;
  /** CO2 a tree takes up in a year, kg. */
  readonly kgPerTree?: number;
}

/** What is kept about the monitoring of a home. A home without a record has a subscription and the usual factors. */
export interface MonitoringRecord extends MonitoringFactors {
  readonly site: string;
  /** When its subscription ends or ended, epoch ms; absent: it goes on. */
  readonly endsMs?: number;
  /** It is being maintained, and why; absent: it is not. */
  readonly maintenance?: string;
}

/** Monitoring, home by home. */
export interface MonitoringStore {
  ofSite(site: string): Promise<MonitoringRecord | undefined>;
  /** Replaces what was kept of the home. */
  save(record: MonitoringRecord): Promise<void>;
}

/** Whether a home has a subscription at a time. */
export function isSubscribed({ endsMs }: Pick<MonitoringRecord, 'endsMs'>, nowMs: number): boolean {
  return endsMs === undefined || endsMs > nowMs;
}

/** Said to those who watch one home. */
export interface SystemNotice {
  readonly system_id: string;
  readonly status: 'online' | 'offline' | 'maintenance';
  readonly message: string;
}

/** Said to those who watch any home. */
export interface MaintenanceNotice {
  readonly type: 'maintenance_notice';
  readonly message: string;
  /** ISO 8601, UTC. */
  readonly start_time: string;
  readonly duration_minutes: number;
}

/** What watchers are told besides the data. */
export type MonitoringNotice = SystemNotice | MaintenanceNotice;
