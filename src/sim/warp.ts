// An emulated WARP Charger with a car, from the maker's description of its HTTP API: slots that each let a car take so much, the least of the
// active ones counting; a meter; and, of the third generation, a power manager that switches phases. Source: [warp].
import { type Car, createCar } from './car.ts';
import type { HttpEmulator, HttpReply } from './http-device.ts';

/** What it is. */
export interface WarpOptions {
  readonly car?: Car;
  readonly type?: 'warp' | 'warp2' | 'warp3';
  /** Without one it has no page of it. */
  readonly hasMeter?: boolean;
  /** Until its phases are switched, ms. */
  readonly switchMs?: number;
  /** Epoch ms of now. */
  nowMs(): number;
}

/** It, and what is done at it by hand. */
export interface EmulatedWarp extends HttpEmulator {
  plug(isPlugged: boolean): void;
  /** The car wants a card before it charges: slot 6 blocks. */
  lock(isLocked: boolean): void;
  readonly slots: readonly { readonly max_current: number; readonly active: boolean }[];
}

interface Slot {
  max_current: number;
  active: boolean;
  clear_on_disconnect: boolean;
}

const voltageV = 230;
const json = (body: unknown): HttpReply => ({
  status: 200,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});
const refused = (why: string): HttpReply => ({ status: 400, type: 'text/plain', body: why });
const taken: HttpReply = { status: 200, type: 'text/html', body: '' };

/** By place: cables, inputs, button, web interface, user, charge manager, external control, Modbus TCP (two), OCPP, charge limits, meter. */
const active = [true, true, false, false, true, true, false, false, false, false, false, false, false, false];
const [button, user, external] = [4, 6, 8] as const;

/** One member of an object, or the value alone. */
function memberOf(body: string, name: string): unknown {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return parsed;
    const entries = Object.entries(parsed);
    return entries.length === 1 && entries[0]?.[0] === name ? entries[0][1] : undefined;
  } catch {
    return undefined;
  }
}

/** The box: what it was told, and what it does. */
class Box {
  readonly slots: Slot[] = active.map((isActive) => ({
    max_current: 32_000,
    active: isActive,
    clear_on_disconnect: false,
  }));
  readonly #options: WarpOptions;
  readonly car: Car;
  energyWh = 886_190;
  startWh = 886_190;
  isPlugged = true;
  phases = 3;
  wanted = 0;
  wakes = false;
  #switchedMs = 0;
  #livedMs: number;

  constructor(options: WarpOptions) {
    this.#options = options;
    this.car = options.car ?? createCar();
    this.#livedMs = options.nowMs();
  }

  at(place: number): Slot {
    return this.slots[place] ?? { max_current: 0, active: false, clear_on_disconnect: false };
  }

  allowed(): number {
    return Math.min(...this.slots.filter((slot) => slot.active).map((slot) => slot.max_current));
  }

  isSwitching(): boolean {
    return this.#options.nowMs() < this.#switchedMs;
  }

  live(): void {
    const nowMs = this.#options.nowMs();
    const ms = Math.max(0, Math.min(60_000, nowMs - this.#livedMs));
    this.#livedMs = nowMs;
    if (!this.isSwitching() && this.wanted !== 0) this.phases = this.wanted;
    const currentA = this.isPlugged && !this.isSwitching() ? this.allowed() / 1000 : 0;
    this.car.live(ms, { currentA, phases: this.phases, voltageV });
    this.energyWh += (this.car.powerW * ms) / 3_600_000;
  }

  /** While it switches, what it is told is ignored. */
  want(phases: 0 | 1 | 3): void {
    if (this.isSwitching()) return;
    const { nowMs, switchMs = 0 } = this.#options;
    if (phases !== 0 && phases !== this.phases) this.#switchedMs = nowMs() + switchMs;
    this.wanted = phases;
  }

  state(): number {
    if (!this.isPlugged) return 0;
    if (this.allowed() === 0) return 1;
    return this.car.powerW > 0 ? 3 : 2;
  }

  phaseA(n: number): number {
    return n <= this.car.phases ? this.car.currentA : 0;
  }
}

type Pages = Readonly<Record<string, () => unknown>>;

const commonPages = (box: Box, type: string): Pages => ({
  'evse/state': () => ({
    iec61851_state: !box.isPlugged ? 0 : box.car.powerW > 0 ? 2 : 1,
    charger_state: box.state(),
    contactor_state: box.car.powerW > 0 ? 3 : 1,
    contactor_error: 0,
    allowed_charging_current: box.allowed(),
    error_state: 0,
    lock_state: 0,
  }),
  'evse/slots': () => box.slots,
  'charge_tracker/current_charge': () => ({
    user_id: box.isPlugged ? 0 : -1,
    meter_start: box.isPlugged ? box.startWh / 1000 : null,
    evse_uptime_start: 786_598_059,
    timestamp_minutes: 28_577_341,
    authorization_type: 0,
    authorization_info: null,
  }),
  'info/name': () => ({
    name: `${type}-AbCd`,
    type,
    display_type: `${type.toUpperCase()} Charger Pro 11kW +NFC`,
    uid: 'AbCd',
  }),
  ...(type === 'warp' ? {} : { 'evse/ev_wakeup': () => ({ enabled: box.wakes }) }),
  'info/version': () => ({ firmware: '2.4.0+66558ade', config: '2.2.0', config_type: type }),
});

const amps = [1, 2, 3];

const meterPages = (box: Box): Pages => ({
  'meter/values': () => ({
    power: box.car.powerW,
    energy_rel: (box.energyWh - box.startWh) / 1000,
    energy_abs: box.energyWh / 1000,
  }),
  'meter/all_values': () => [
    ...amps.map(() => voltageV),
    ...amps.map((n) => box.phaseA(n)),
    ...amps.map((n) => box.phaseA(n) * voltageV),
  ],
});

const phasePages = (box: Box): Pages => ({
  'power_manager/state': () => ({ config_error_flags: 0, external_control: box.isSwitching() ? 3 : 0 }),
  'power_manager/low_level_state': () => ({
    is_3phase: box.phases === 3,
    switching_state: box.isSwitching() ? 2 : 0,
  }),
  'power_manager/external_control': () => ({ phases_wanted: box.wanted }),
});

type Commands = Readonly<Record<string, (body: string) => HttpReply>>;

/** A command that takes a truth. */
const truth = (name: string, set: (value: boolean) => void) => (body: string) => {
  const value = memberOf(body, name);
  if (typeof value !== 'boolean') return refused('JSON node was not a boolean.');
  set(value);
  return taken;
};

const slotCommands = (box: Box): Commands => ({
  'evse/external_current_update'(body) {
    const value = memberOf(body, 'current');
    if (typeof value !== 'number' || !Number.isInteger(value)) return refused('JSON node was not an integer.');
    if (value !== 0 && (value < 6000 || value > 32_000)) return refused('Value not in range.');
    box.at(external).max_current = value;
    return taken;
  },
  'evse/external_enabled_update': truth('enabled', (value) => {
    box.at(external).active = value;
  }),
  'evse/external_clear_on_disconnect_update': truth('clear_on_disconnect', (value) => {
    box.at(external).clear_on_disconnect = value;
  }),
  'evse/stop_charging'() {
    box.at(button).max_current = 0;
    return taken;
  },
  'evse/start_charging'() {
    box.at(button).max_current = 32_000;
    if (box.wakes) box.car.wake();
    return taken;
  },
  'evse/ev_wakeup_update': truth('enabled', (value) => {
    box.wakes = value;
  }),
});

const phaseCommands = (box: Box): Commands => ({
  'power_manager/external_control_update'(body) {
    const value = memberOf(body, 'phases_wanted');
    if (value !== 0 && value !== 1 && value !== 3) return refused('Value not in range.');
    box.want(value);
    return taken;
  },
});

/** It; a car is connected. */
export function createWarp(options: WarpOptions): EmulatedWarp {
  const { type = 'warp2', hasMeter = true } = options;
  const box = new Box(options);
  const isPhased = type === 'warp3';
  const pages: Pages = {
    ...commonPages(box, type),
    ...(hasMeter ? meterPages(box) : {}),
    ...(isPhased ? phasePages(box) : {}),
  };
  const commands: Commands = { ...slotCommands(box), ...(isPhased ? phaseCommands(box) : {}) };
  const missing: HttpReply = { status: 404, type: 'text/plain', body: '' };
  return {
    name: 'WARP Charger',
    slots: box.slots,
    plug(isPlugged) {
      box.isPlugged = isPlugged;
      if (isPlugged) {
        box.startWh = box.energyWh;
        return;
      }
      box.car.wake();
      for (const slot of box.slots) if (slot.clear_on_disconnect) slot.max_current = 0;
    },
    lock(isLocked) {
      box.at(user).active = isLocked;
      box.at(user).max_current = isLocked ? 0 : 32_000;
    },
    respond(method, target, body) {
      box.live();
      const path = target.slice(1);
      if (method === 'PUT') return (Object.hasOwn(commands, path) ? commands[path] : undefined)?.(body) ?? missing;
      const page = method === 'GET' && Object.hasOwn(pages, path) ? pages[path] : undefined;
      return page === undefined ? missing : json(page());
    },
  };
}
