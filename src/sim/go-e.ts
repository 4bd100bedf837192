// An emulated go-eCharger with a car behind its HTTP API v2, from the list of its keys: `alw` is true while a car may charge, `frc` forces that
// (0 neutral, 1 off, 2 on), with `su` it pretends to be unplugged before it charges again, `nrg` is voltages, currents, powers and power factors of the phases. Source: [go-e].
import { type Car, createCar } from './car.ts';
import type { HttpEmulator, HttpReply } from './http-device.ts';

/** What it is. */
export interface GoEOptions {
  readonly car?: Car;
  /** Epoch ms of now. */
  nowMs(): number;
}

const voltageV = 230;
const json = (body: unknown, status = 200): HttpReply => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

/** Bounds of the keys that may be set. */
const settable: Readonly<Record<string, readonly [number, number]>> = { amp: [6, 32], frc: [0, 2], psm: [0, 2] };

/** `sumd`, how long it pretends to be unplugged, ms. */
const unpluggedMs = 10_000;

/** It; a car is connected. */
export function createGoE({ car = createCar(), nowMs }: GoEOptions): HttpEmulator {
  const set: Record<string, number> = { amp: 16, frc: 0, psm: 2 };
  let [energyWh, sinceWh, livedMs, unpluggedUntilMs] = [812_345, 0, nowMs(), 0];
  let pretends = false;
  const isForcedOff = (): boolean => set['frc'] === 1;
  const isAllowed = (): boolean => !isForcedOff() && nowMs() >= unpluggedUntilMs;
  const live = (): void => {
    // No leap of the clock charges a car.
    const ms = Math.max(0, Math.min(60_000, nowMs() - livedMs));
    livedMs = nowMs();
    car.live(ms, { currentA: isAllowed() ? (set['amp'] ?? 0) : 0, phases: set['psm'] === 1 ? 1 : 3, voltageV });
    const wh = (car.powerW * ms) / 3_600_000;
    energyWh += wh;
    sinceWh += wh;
  };
  const phaseA = (n: number): number => (n <= car.phases ? car.currentA : 0);
  const shown = (): Readonly<Record<string, unknown>> => {
    const currents = [1, 2, 3].map(phaseA);
    const powers = currents.map((current) => current * voltageV);
    return {
      // It waits for the car (3) until it has charged, and calls it complete (4) then.
      car: car.powerW > 0 ? 2 : sinceWh > 0 ? 4 : 3,
      alw: isAllowed(),
      ...set,
      su: pretends,
      nrg: [voltageV, voltageV, voltageV, 1, ...currents, ...powers, 0, car.powerW, 99, 99, 99, 0],
      eto: Math.round(energyWh),
      wh: sinceWh,
      err: 0,
      trx: null,
      typ: 'go-eCharger',
      sse: '212345',
      fwv: '057.0',
      fna: 'Garage',
    };
  };
  return {
    name: 'go-eCharger',
    respond(_method, target) {
      const url = new URL(target, 'http://charger');
      live();
      if (url.pathname === '/api/status') {
        const wanted = url.searchParams.get('filter')?.split(',');
        const all = Object.entries(shown());
        return json(Object.fromEntries(wanted === undefined ? all : all.filter(([key]) => wanted.includes(key))));
      }
      if (url.pathname !== '/api/set') return { status: 404, type: 'text/plain', body: 'Not found' };
      const answers = [...url.searchParams].map(([key, text]): [string, unknown] => {
        if (key === 'su' && (text === 'true' || text === 'false')) {
          pretends = text === 'true';
          return [key, true];
        }
        const [least, most] = settable[key] ?? [1, 0];
        const value = Number(text);
        if (!Number.isInteger(value) || value < least || value > most) return [key, `invalid value "${text}"`];
        const wasOff = isForcedOff();
        set[key] = value;
        if (pretends && wasOff && !isForcedOff()) {
          unpluggedUntilMs = nowMs() + unpluggedMs;
          car.wake();
        }
        return [key, true];
      });
      return json(Object.fromEntries(answers));
    },
  };
}
