// Orders to devices: each has one outcome, and no device is told twice.
import { isSolsteadError } from '#core/errors.ts';
import type { DevicesDoor } from '#hub/types.ts';
import type { Order } from './plan.ts';
import type { Cable, SimBroker } from './cables.ts';

/** Orders of a run. */
export interface Orders {
  readonly count: number;
  give(order: Order, door: Pick<DevicesDoor, 'set'>, isAlive: () => boolean): Promise<void>;
  /** A life ends now, without an outcome for what is under way: it may not be sent again, and the next life gets the next ones. */
  cutOff(): void;
  /** Orders that never had an outcome. */
  unanswered(): readonly string[];
}

/** Codes with which an order may end, beside those that say that the link failed before anything was sent. */
const ends = /^(?:command|link|frame|device)\./;

interface OrderWorld {
  readonly cables: readonly Pick<Cable, 'requests'>[];
  readonly broker: Pick<SimBroker, 'orders'>;
}

// Amperes that no other order asks for, so that a write can be told from all others.
const amps = [20, 30, 40, 50, 60, 10];

/** How often a device was told what an order asks for. */
function sentOf({ cables: [inverter], broker }: OrderWorld, order: Order, value: number): number {
  if (order.device === 'relays') return broker.orders.filter((one) => one.includes('Switch.Set')).length;
  const letters = `MUCHGC0${String(value).padStart(2, '0')}`;
  return inverter?.requests.filter((request) => request.startsWith(letters)).length ?? 0;
}

const commandOf = (order: Order, value: number): Parameters<DevicesDoor['set']>[0] =>
  order.device === 'relays'
    ? { device: 'relays', target: { setPoint: `relay.on.${order.choice}` }, value: order.isOn ? 1 : 0 }
    : { device: 'inverter', target: { setting: 'MUCHGC' }, value };

/** One order: how often it was sent so far, and what it came to. */
function followed(parts: {
  readonly world: OrderWorld;
  readonly order: Order;
  readonly value: number;
  readonly name: string;
  readonly note: (problem: string) => void;
}): { readonly look: () => number; readonly ended: (outcome: string) => void } {
  const { world, order, value, name, note } = parts;
  const sentBefore = sentOf(world, order, value);
  const look = (): number => {
    const sent = sentOf(world, order, value) - sentBefore;
    if (sent > 1) note(`${name}: sent ${sent} times`);
    return sent;
  };
  return {
    look,
    ended(outcome) {
      const sent = look();
      if (outcome === 'confirmed' && sent !== 1) note(`${name}: confirmed and sent ${sent} times`);
    },
  };
}

/** Nothing was ordered yet; `note` takes what went wrong. */
export function makeOrders({
  world,
  note,
}: {
  readonly world: OrderWorld;
  readonly note: (problem: string) => void;
}): Orders {
  const open = new Set<string>();
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();
  let life = 0;
  /** The order under way: lets go of the next one, and says whether it was sent too often. */
  let current: { readonly resolve: () => void; readonly look: () => void } | undefined;
  /** The one that the end of a life cut off: the next life must not send it again. */
  let cut: (() => void) | undefined;
  const lookAtCut = (): void => {
    cut?.();
    cut = undefined;
  };
  return {
    get count() {
      return count;
    },
    async give(order, door, isAlive) {
      count += 1;
      const name = `order ${count} to ${order.device}`;
      const value = amps[count % amps.length] ?? 20;
      // One after the other: what a device took meanwhile is then of this order.
      const before = last;
      const own = life;
      const { promise, resolve } = Promise.withResolvers<void>();
      last = promise;
      await before;
      if (own !== life) return resolve();
      lookAtCut();
      open.add(name);
      const one = followed({ world, order, value, name, note });
      current = { resolve, look: one.look };
      const ended = (outcome: string): void => {
        one.ended(outcome);
        open.delete(name);
      };
      try {
        const result = await door.set(commandOf(order, value));
        if (own === life) ended('unchanged' in result ? 'unchanged' : result.outcome);
      } catch (thrown) {
        if (own !== life) return;
        if (!isAlive()) open.delete(name);
        else if (isSolsteadError(thrown) && ends.test(thrown.code)) ended(thrown.code);
        else note(`${name}: ${String(thrown)}`);
      } finally {
        if (own === life) current = undefined;
        resolve();
      }
    },
    cutOff() {
      life += 1;
      open.clear();
      cut = current?.look;
      current?.resolve();
      current = undefined;
    },
    unanswered() {
      lookAtCut();
      return [...open].map((name) => `${name} has no outcome`);
    },
  };
}
