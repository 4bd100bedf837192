// The devices of other homes among those of this one: which is which, by the account of their home and their id there. They appear,
// are renamed and go as their home says; one whose account was made anew is the same device again.
import { nextTurn } from '#core/clock.ts';
import { because } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { wholeOf } from '#core/meter-part.ts';
import type { DeviceRecord } from '#core/records.ts';
import { isMetricId } from '#core/catalogue.ts';
import type { ReceivingHomes, SentRole } from '#core/uplink.ts';
import { oneLine } from '#core/visible.ts';
import type { FarState } from './far-state.ts';
import { receivedAddress, type ReceivedDevices, receivedFrom, type SendCommand } from './received-devices.ts';
import { type SentBatch, type SentDevice, wireBounds } from './wire.ts';

/** New devices that one account may bring until the far side starts again: who is removed is remembered, for its history. */
const mostBrought = 4 * wireBounds.devices;

/** An account, and the home that takes its readings. */
interface Whose {
  readonly account: string;
  readonly site: string;
}

/** What belongs to one account. */
export interface AccountDevices {
  /** Notes what is known of them, before their home connects. */
  recall(account: string, devices: readonly SentDevice[]): void;
  reconcilerFor(
    whose: Whose & { readonly state: FarState },
  ): (devices: readonly SentDevice[], send: SendCommand) => Promise<void>;
  delivererFor(whose: Whose): {
    /** Whether there is such a device of the home. */
    knows(device: string): boolean;
    /** Hands a batch to the site; false if there is no such device. */
    deliver(batch: SentBatch): boolean;
  };
}

/** Counts new devices by account. Errors: `input.invalid` for a home whose devices come and go without end. */
function newDevices(): (account: string) => void {
  const brought = new Map<string, number>();
  return (account) => {
    const count = (brought.get(account) ?? 0) + 1;
    if (count > mostBrought) {
      const why = because('uplink.devices-without-end', { most: mostBrought });
      throw new SolsteadError('input.invalid', { at: 'devices', why });
    }
    brought.set(account, count);
  };
}

/** The same device under an account that has ended. */
function orphanOf(
  records: readonly DeviceRecord[],
  sent: SentDevice,
  isAccount: (id: string) => boolean,
): DeviceRecord | undefined {
  return records.find(({ address, definition }) => {
    const from = receivedFrom(address);
    return from?.device === sent.id && definition === sent.definition && !isAccount(from.account);
  });
}

/** Says what a device, or a part of it, measures, by the ids here. A role that names a device which is not here says nothing. */
function roleGiver(
  homes: Pick<ReceivingHomes, 'giveRole'>,
  ofAccount: (whose: Whose) => ReadonlyMap<string, DeviceRecord>,
): (whose: Whose, device: string, role: SentRole) => Promise<void> {
  return async (whose, device, { of, ...role }) => {
    const here = ofAccount(whose);
    const idOf = (sent: string): string | undefined => {
      const id = here.get(wholeOf(sent))?.id;
      return id === undefined ? undefined : `${id}${sent.slice(wholeOf(sent).length)}`;
    };
    const [id, other] = [idOf(device), of === undefined ? undefined : idOf(of)];
    if (id === undefined || (of !== undefined && other === undefined)) return;
    try {
      await homes.giveRole(whose.site, id, { ...role, ...(other === undefined ? {} : { of: other }) });
    } catch (error) {
      // Readings are taken all the same; a person sees on the page of meters what they count as.
      if (!isSolsteadError(error, 'input.invalid', 'device.unknown')) throw error;
    }
  };
}

/** What devices and parts of them measure, by their ids at home. */
const rolesIn = (devices: readonly SentDevice[]): readonly (readonly [id: string, role: SentRole])[] =>
  devices.flatMap(({ id, measures, parts = [] }) => [
    ...(measures === undefined ? [] : [[id, measures] as const]),
    ...parts.map(({ part, measures: role }) => [`${id}.${part}`, role] as const),
  ]);

/** Makes it. `isAccount`: whether an account exists. */
export function makeFarDevices(
  homes: Omit<ReceivingHomes, 'durable' | 'hasSite'>,
  received: ReceivedDevices,
  isAccount: (id: string) => boolean,
): AccountDevices {
  const ofAccount = ({ account, site }: Whose): ReadonlyMap<string, DeviceRecord> =>
    new Map(
      homes.devices(site).flatMap((record) => {
        const from = receivedFrom(record.address);
        // Those with a topic are found in the messages of their home, and not told by it.
        return from?.account === account && record.topic === undefined ? [[from.device, record] as const] : [];
      }),
    );
  const countNew = newDevices();
  const giveRole = roleGiver(homes, ofAccount);
  const place = async (whose: Whose, sent: SentDevice, known: DeviceRecord | undefined): Promise<void> => {
    const { site, account } = whose;
    const address = receivedAddress(account, sent.id);
    const name = oneLine(sent.name).trim();
    if (known !== undefined) {
      const { definition } = sent;
      if (known.name !== name || known.definition !== definition)
        await homes.changeDevice({ ...known, name, definition });
      return;
    }
    const before = orphanOf(homes.devices(site), sent, isAccount);
    if (before !== undefined) await homes.changeDevice({ ...before, name, address });
    else {
      countNew(account);
      await homes.addDevice({ site, name, definition: sent.definition, address }, sent.id);
    }
  };
  return {
    recall(account, devices) {
      for (const sent of devices) received.note(receivedAddress(account, sent.id), sent);
    },
    reconcilerFor({ state, ...whose }) {
      return async (devices, send) => {
        const known = ofAccount(whose);
        const sent = new Map(devices.map((one) => [one.id, one]));
        if (sent.size > wireBounds.devices)
          throw new SolsteadError('input.invalid', { at: 'devices', why: because('uplink.devices') });
        const before = new Map(rolesIn(state.devices).map(([id, role]) => [id, JSON.stringify(role)]));
        state.devices = [...sent.values()];
        // Before others come: they take the places of these.
        for (const [id, record] of known)
          if (!sent.has(id)) {
            await homes.removeDevice(whose.site, record.id);
            received.forget(record.address);
            await nextTurn();
          }
        for (const one of sent.values()) {
          // First: it is looked at when the device starts.
          received.note(receivedAddress(whose.account, one.id), one, send);
          await place(whose, one, known.get(one.id));
          // Five hundred of them keep nobody else waiting.
          await nextTurn();
        }
        for (const [id, role] of rolesIn(state.devices))
          if (before.get(id) !== JSON.stringify(role)) await giveRole(whose, id, role);
      };
    },
    delivererFor: ({ site, ...whose }) =>
      makeDeliverer(site, received, (device) => ofAccount({ ...whose, site }).get(device)?.id),
  };
}

/** Hands batches to the devices of one home, which are looked up once. */
function makeDeliverer(
  site: string,
  received: ReceivedDevices,
  lookUp: (device: string) => string | undefined,
): ReturnType<AccountDevices['delivererFor']> {
  const ids = new Map<string, string>();
  const idOf = (device: string): string | undefined => {
    const found = ids.get(device) ?? lookUp(device);
    if (found !== undefined) ids.set(device, found);
    return found;
  };
  return {
    knows: (device) => idOf(device) !== undefined,
    deliver({ device, metric, ...rest }) {
      const id = idOf(device);
      if (id === undefined) return false;
      if (received.deliver({ ...rest, site, device: id, metric: metric.filter(isMetricId) })) return true;
      ids.delete(device);
      return false;
    },
  };
}
