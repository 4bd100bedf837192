// An emulated charge point with one connector and a car, speaking OCPP 1.6-J as a client. What it tells of transactions while it is offline
// it keeps, and tells when it is back. Source: OCPP 1.6 edition 2, sections 3 to 5 and 9; OCPP-J 1.6.
import { metricOf } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import type { Car } from './car.ts';
import { limitOf, type Profile, withProfile } from './ocpp-profiles.ts';
import { makeOcppClient, type OcppClient } from './ocpp-client.ts';

/** What it is. */
export interface ChargePointOptions {
  /** `ws://host:port/ocpp/<id>`. */
  readonly server: string;
  readonly identity: string;
  readonly password?: string | undefined;
  readonly clock: Clock;
  readonly car: Car;
  /** Of its wiring. */
  readonly fullA?: number;
  readonly phases?: 1 | 3;
  /** It knows no profiles. */
  readonly isPlain?: boolean;
  /** It waits until it is told to begin, or a card is shown. */
  readonly needsStart?: boolean;
  /** The pilot of a charge that begins wakes a car that sleeps. */
  readonly wakesByStart?: boolean;
  /** How far its clock is off before it is told the time, ms. */
  readonly clockOffMs?: number;
  readonly maker?: string;
  /** Told what the car takes of each phase, W. */
  onPower?(phasesW: readonly [number, number, number]): void;
  /** Life passes so much faster than time. */
  readonly speed?: number;
}

/** It, running. */
export interface EmulatedChargePoint {
  readonly status: string;
  readonly meterWh: number;
  readonly isConnected: boolean;
  readonly limitA: number;
  readonly transaction: number | undefined;
  /** What the server answered that is none of what it may. */
  readonly errors: readonly string[];
  plug(): void;
  unplug(): void;
  /** A card is shown. */
  swipe(tag: string): Promise<string>;
  /** Its network is away, or back. */
  setOffline(isOffline: boolean): void;
  close(): void;
}

const tickMs = 200;
const voltageV = 230;
const wattHour = metricOf('load.energy').unit;
const watt = metricOf('load.power').unit;
const ampere = metricOf('grid.current').unit;
const volt = metricOf('grid.voltage').unit;

interface Charge {
  id?: number;
  readonly tag: string;
}

/** The keys it can be asked for. */
const configuration = (): Map<string, string> =>
  new Map([
    ['MeterValueSampleInterval', '60'],
    ['MeterValuesSampledData', 'Energy.Active.Import.Register'],
    ['ChargingScheduleAllowedChargingRateUnit', 'Current'],
    ['NumberOfConnectors', '1'],
  ]);

class ChargePoint implements EmulatedChargePoint {
  readonly #options: ChargePointOptions;
  readonly #client: OcppClient;
  readonly #keys = configuration();
  #profiles: readonly Profile[] = [];
  #status = 'Available';
  #meterWh = 12_340;
  #isPlugged = false;
  #charge: Charge | undefined;
  #begunMs = 0;
  #sampledMs = Number.NEGATIVE_INFINITY;
  #offMs: number;
  readonly #stop: () => void;

  constructor(options: ChargePointOptions) {
    this.#options = options;
    this.#offMs = options.clockOffMs ?? 0;
    this.#client = makeOcppClient({
      ...options,
      onOpen: () => this.#boot(),
      onCall: (action, payload) => this.#answer(action, payload),
    });
    this.#stop = options.clock.every(tickMs, () => this.#live());
  }

  get status(): string {
    return this.#status;
  }

  get meterWh(): number {
    return Math.round(this.#meterWh);
  }

  get isConnected(): boolean {
    return this.#client.isConnected;
  }

  get limitA(): number {
    return this.#limit().currentA;
  }

  get transaction(): number | undefined {
    return this.#charge?.id;
  }

  get errors(): readonly string[] {
    return this.#client.errors;
  }

  plug(): void {
    this.#isPlugged = true;
    this.#options.car.wake();
    this.#turn('Preparing');
    if (this.#options.needsStart !== true) this.#begin('');
  }

  unplug(): void {
    this.#isPlugged = false;
    if (this.#charge !== undefined) this.#end('EVDisconnected');
    this.#turn('Available');
  }

  async swipe(tag: string): Promise<string> {
    const { idTagInfo } = await this.#client.call('Authorize', { idTag: tag });
    const { status }: { status?: unknown } = typeof idTagInfo === 'object' && idTagInfo !== null ? idTagInfo : {};
    if (status === 'Accepted' && this.#isPlugged && this.#charge === undefined) this.#begin(tag);
    return String(status);
  }

  setOffline(isOffline: boolean): void {
    this.#client.setOffline(isOffline);
  }

  close(): void {
    this.#stop();
    this.#client.close();
  }

  #now(): string {
    return new Date(this.#options.clock.nowMs() + this.#offMs).toISOString();
  }

  #limit(): { readonly currentA: number; readonly phases: number } {
    const { fullA = 16, phases = 3, clock } = this.#options;
    return limitOf(this.#profiles, clock.nowMs() + this.#offMs, { currentA: fullA, phases });
  }

  async #boot(): Promise<void> {
    const { maker = 'Emulated', clock } = this.#options;
    const { currentTime, status } = await this.#client.call('BootNotification', {
      chargePointVendor: maker,
      chargePointModel: 'One',
      chargePointSerialNumber: 'EM-0001',
      firmwareVersion: '1.0.3',
    });
    const toldMs = Date.parse(String(currentTime));
    if (Number.isFinite(toldMs)) this.#offMs = toldMs - clock.nowMs();
    // One that is not accepted says nothing else. Source: OCPP 1.6, 4.2.1.
    if (status === 'Rejected') throw new Error('rejected');
    this.#tellStatus();
  }

  #tellStatus(): void {
    const about = { connectorId: 1, errorCode: 'NoError', status: this.#status, timestamp: this.#now() };
    this.#client.call('StatusNotification', about).catch(() => undefined);
  }

  #turn(status: string): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#tellStatus();
  }

  #begin(tag: string): void {
    if (this.#options.wakesByStart === true) this.#options.car.wake();
    const charge: Charge = { tag };
    this.#charge = charge;
    this.#begunMs = this.#options.clock.monotonicMs();
    const about = { connectorId: 1, idTag: tag, meterStart: this.meterWh, timestamp: this.#now() };
    this.#client
      .keepAndCall('StartTransaction', about)
      .then(({ transactionId }) => {
        if (typeof transactionId === 'number') charge.id = transactionId;
      })
      .catch(() => undefined);
    this.#turn('SuspendedEVSE');
  }

  #end(reason: string): void {
    const charge = this.#charge;
    this.#charge = undefined;
    const about = { meterStop: this.meterWh, timestamp: this.#now(), reason };
    // Its number may only be known when what was kept before has been told.
    this.#client
      .keepAndCall('StopTransaction', () => ({ transactionId: charge?.id ?? 0, ...about }))
      .catch(() => undefined);
    this.#turn(this.#isPlugged ? 'Finishing' : 'Available');
  }

  #live(): void {
    const { car, speed = 1, clock } = this.#options;
    const ms = tickMs * speed;
    const limit = this.#limit();
    const isOn = this.#isPlugged && this.#charge !== undefined && clock.monotonicMs() - this.#begunMs >= tickMs;
    const offeredA = isOn ? limit.currentA : 0;
    car.live(ms, { currentA: offeredA, phases: limit.phases, voltageV });
    this.#meterWh += (car.powerW * ms) / 3_600_000;
    const phaseW = car.currentA * voltageV;
    this.#options.onPower?.([car.phases > 0 ? phaseW : 0, car.phases > 1 ? phaseW : 0, car.phases > 2 ? phaseW : 0]);
    if (this.#charge !== undefined)
      this.#turn(offeredA < 6 ? 'SuspendedEVSE' : car.powerW > 0 ? 'Charging' : 'SuspendedEV');
    const intervalMs = Number(this.#keys.get('MeterValueSampleInterval')) * 1000;
    if (this.#charge === undefined || clock.monotonicMs() - this.#sampledMs < Math.max(500, intervalMs / speed)) return;
    this.#sampledMs = clock.monotonicMs();
    this.#tellValues();
  }

  #tellValues(): void {
    const { car } = this.#options;
    const sampled = this.#keys.get('MeterValuesSampledData')?.split(',') ?? [];
    const phases = [1, 2, 3].map((n) => ({ phase: `L${n}`, value: n <= car.phases ? car.currentA.toFixed(1) : '0.0' }));
    const all: readonly { readonly measurand: string; readonly [key: string]: string }[] = [
      { measurand: 'Energy.Active.Import.Register', unit: wattHour, value: String(this.meterWh) },
      { measurand: 'Power.Active.Import', unit: `k${watt}`, value: (car.powerW / 1000).toFixed(3) },
      ...phases.map((one) => ({ measurand: 'Current.Import', unit: ampere, ...one })),
      ...['L1-N', 'L2-N', 'L3-N'].map((phase) => ({ measurand: 'Voltage', unit: volt, phase, value: '230.1' })),
      { measurand: 'SoC', unit: 'Percent', location: 'EV', value: String(Math.round(car.soc)) },
    ];
    const sampledValue = all.filter(({ measurand }) => sampled.includes(measurand));
    const id = this.#charge?.id;
    const about = { connectorId: 1, meterValue: [{ timestamp: this.#now(), sampledValue }] };
    this.#client.call('MeterValues', id === undefined ? about : { ...about, transactionId: id }).catch(() => undefined);
  }

  #answer(action: string, payload: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
    const { isPlain = false, clock } = this.#options;
    switch (action) {
      case 'GetConfiguration':
        return { configurationKey: [...this.#keys].map(([key, value]) => ({ key, readonly: false, value })) };
      case 'ChangeConfiguration': {
        const key = String(payload['key']);
        if (!this.#keys.has(key)) return { status: 'NotSupported' };
        this.#keys.set(key, String(payload['value']));
        return { status: 'Accepted' };
      }
      case 'SetChargingProfile':
        if (isPlain) return undefined;
        this.#profiles = withProfile(this.#profiles, payload['csChargingProfiles'] as Profile);
        return { status: 'Accepted' };
      case 'GetCompositeSchedule': {
        if (isPlain) return undefined;
        const chargingSchedulePeriod = [{ startPeriod: 0, limit: this.#limit().currentA }];
        return {
          status: 'Accepted',
          connectorId: 1,
          chargingSchedule: { chargingRateUnit: ampere, chargingSchedulePeriod },
        };
      }
      case 'RemoteStartTransaction':
        if (!this.#isPlugged || this.#charge !== undefined) return { status: 'Rejected' };
        clock.after(50, () => this.#begin(String(payload['idTag'])));
        return { status: 'Accepted' };
      case 'RemoteStopTransaction':
        if (this.#charge?.id !== payload['transactionId']) return { status: 'Rejected' };
        clock.after(50, () => this.#end('Remote'));
        return { status: 'Accepted' };
      case 'TriggerMessage':
        clock.after(20, () => this.#trigger(String(payload['requestedMessage'])));
        return { status: 'Accepted' };
      case 'Reset':
        clock.after(50, () => this.#client.reconnect());
        return { status: 'Accepted' };
      case 'UnlockConnector':
        return { status: 'Unlocked' };
      default:
        return undefined;
    }
  }

  #trigger(message: string): void {
    if (message === 'StatusNotification') this.#tellStatus();
    if (message === 'MeterValues') this.#tellValues();
    if (message === 'BootNotification') void this.#boot().catch(() => undefined);
  }
}

/** Starts it. */
export const startChargePoint = (options: ChargePointOptions): EmulatedChargePoint => new ChargePoint(options);
