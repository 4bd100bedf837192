// For tests only: both ends of a connection in memory that can be cut, delayed and made to repeat itself; a spool and a far home that
// lose what was not durable when their process is killed.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { FrameListener, FrameSocket } from '#core/frame-socket.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord, RecordStore, TokenRecord } from '#core/records.ts';
import type { Spool } from '#core/spool.ts';
import type { ReceivingHomes, SentRole } from '#core/uplink.ts';
import type { ReceivedDevices } from '../received-devices.ts';

/** What happens to a text on its way: how often it arrives. */
export type Fate = (text: string) => number;

interface End extends FrameSocket {
  readonly arrived: (run: (to: FrameListener) => void) => void;
}

/** A connection: two ends, and a pair of scissors. */
export function connected(
  clock: Clock,
  fate: Fate = () => 1,
): { readonly ends: readonly [FrameSocket, FrameSocket]; cut(): void } {
  let isOpen = true;
  const end = (other: () => End): End => {
    let listener: FrameListener | undefined;
    const early: ((to: FrameListener) => void)[] = [];
    const closeBoth = (code: number, reason: string): void => {
      if (!isOpen) return;
      isOpen = false;
      for (const one of [self, other()]) one.arrived((to) => to.onClosed(code, reason));
    };
    const self: End = {
      arrived(run) {
        clock.after(1, () => (listener === undefined ? void early.push(run) : run(listener)));
      },
      send(text) {
        if (!isOpen) return;
        for (let count = fate(text); count > 0; count -= 1)
          other().arrived((to) => {
            to.onAlive();
            to.onText(text);
          });
      },
      buffered: () => 0,
      ping() {
        if (isOpen) self.arrived((to) => (to.onAlive(), to.onPong()));
      },
      pause: () => undefined,
      resume: () => undefined,
      close: closeBoth,
      terminate: () => closeBoth(1006, ''),
      listen(to) {
        listener = to;
        for (const run of early.splice(0)) run(to);
      },
    };
    return self;
  };
  const left: End = end(() => right);
  const right: End = end(() => left);
  return { ends: [left, right], cut: () => left.terminate() };
}

/** A spool as its file would be: what was added since the last flush is lost with the process. */
export class MemorySpool implements Spool {
  readonly #kept: { readonly position: number; readonly batch: Batch }[] = [];
  #done = 0;
  #durable = 0;
  #next = 1;

  get next(): number {
    return this.#next;
  }

  add(batch: Batch): number {
    this.#kept.push({ position: this.#next, batch });
    this.#next += 1;
    return this.#next - 1;
  }

  async flush(): Promise<void> {
    this.#durable = this.#next - 1;
  }

  async read(limit: number, after = this.#done) {
    return this.#kept.filter(({ position }) => position > Math.max(after, this.#done)).slice(0, limit);
  }

  done(position: number): void {
    this.#done = Math.max(this.#done, Math.min(position, this.#next - 1));
  }

  state() {
    return { batches: this.#next - 1 - this.#done, bytes: 0, dropped: 0 };
  }

  async close(): Promise<void> {
    await this.flush();
  }

  /** The process is killed: returns what was lost. */
  kill(): readonly Batch[] {
    const lost = this.#kept.filter(({ position }) => position > this.#durable);
    this.#kept.splice(this.#kept.length - lost.length);
    this.#next = this.#durable + 1;
    this.#done = Math.min(this.#done, this.#durable);
    return lost.map(({ batch }) => batch);
  }
}

const keyOf = ({ device, atMs, metric, value }: Batch): string => JSON.stringify([device, atMs, metric, value]);

/** The home at the far side: its devices and its history. */
export class FarHistory implements ReceivingHomes {
  readonly #received: ReceivedDevices;
  #devices: DeviceRecord[] = [];
  #durable = new Set<string>();
  #fresh: string[] = [];
  /** How often each point was handed over, killed processes included. */
  readonly handed = new Map<string, number>();
  isFull = false;
  readonly roles = new Map<string, SentRole>();

  constructor(received: ReceivedDevices, devices: readonly DeviceRecord[] = [], durable: Iterable<string> = []) {
    this.#received = received;
    this.#durable = new Set(durable);
    for (const device of devices) this.#start(device);
  }

  get points(): ReadonlySet<string> {
    return this.#durable;
  }

  #start(record: DeviceRecord): void {
    this.#devices.push(record);
    this.#received.start(record, {
      onBatch: (batch) => {
        const key = keyOf(batch);
        this.#fresh.push(key);
        this.handed.set(key, (this.handed.get(key) ?? 0) + 1);
      },
      onStatus: () => undefined,
    });
  }

  async giveRole(_site: string, id: string, role: SentRole): Promise<void> {
    this.roles.set(id, role);
  }

  hasSite(site: string): boolean {
    return site === 'far';
  }

  devices(): readonly DeviceRecord[] {
    return this.#devices;
  }

  async addDevice(device: Omit<DeviceRecord, 'id' | 'settings'>, wish: string): Promise<void> {
    const isTaken = this.#devices.some(({ id }) => id === wish);
    this.#start({ ...device, id: isTaken ? `${wish}-2` : wish, settings: {} });
  }

  async changeDevice(record: DeviceRecord): Promise<void> {
    this.#devices = this.#devices.filter(({ id }) => id !== record.id);
    this.#start(record);
  }

  async removeDevice(_site: string, id: string): Promise<void> {
    this.#devices = this.#devices.filter((one) => one.id !== id);
  }

  async durable(): Promise<void> {
    if (this.isFull) throw new SolsteadError('store.failed', { at: 'disk' });
    for (const key of this.#fresh.splice(0)) this.#durable.add(key);
  }
}

/** What a batch is in {@link FarHistory}. */
export const pointOf = keyOf;

/** Accounts in memory. */
export function memoryTokens(): RecordStore['tokens'] {
  const tokens = new Map<string, TokenRecord>();
  return {
    byHash: async (hash) => [...tokens.values()].find(({ tokenHash }) => tokenHash === hash),
    of: async () => [],
    byId: async (id) => tokens.get(id),
    ofInstallation: async () => [...tokens.values()],
    save: async (token) => void tokens.set(token.id, token),
    async replace(tokenHash, token) {
      if (tokens.get(token.id)?.tokenHash !== tokenHash) return false;
      tokens.set(token.id, token);
      return true;
    },
    touch: async () => undefined,
    remove: async (id) => void tokens.delete(id),
  };
}
