// Devices of other homes as devices of this one: what they are and how they are comes over the connection of their home, and so do
// their readings; a command goes back the same way. The field starts them as it starts any other device.
import type { CommandResult, DeviceCommand, SettingView } from '#core/command.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceListener, DeviceStatus } from '#core/field.ts';
import { because } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { ReceivedDevice, ReceivedFacts, ReceivedField } from '#core/uplink.ts';
import { PeerLink } from './peer-link.ts';
import type { SentDevice } from './wire.ts';

/** Carries a command to the home of a device. Errors: those of {@link DeviceCommand}s. */
export type SendCommand = (device: string, command: DeviceCommand) => Promise<CommandResult>;

interface Known {
  readonly sent: SentDevice;
  /** Absent: its home is not connected. */
  readonly send?: SendCommand | undefined;
}

interface Running {
  readonly record: DeviceRecord;
  readonly listener: DeviceListener;
}

const noHealth = { requests: 0, answers: 0, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 };
/** Until its home has said how often it speaks, ms. */
const unknownIntervalMs = 60_000;

/** The address of a device of an account, by its id at its own home. */
export function receivedAddress(account: string, device: string): string {
  return `uplink://${account}/${encodeURIComponent(device)}`;
}

/** Whose it is, and its id there; undefined for a device of this home. */
export function receivedFrom(address: string): { readonly account: string; readonly device: string } | undefined {
  const [, account, device] = /^uplink:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  if (account === undefined || device === undefined) return undefined;
  try {
    return { account, device: decodeURIComponent(device) };
  } catch {
    return undefined;
  }
}

/** All that run here. */
export class ReceivedDevices implements ReceivedField {
  readonly #running = new Map<string, Running>();
  /** By address. */
  readonly #known = new Map<string, Known>();

  readonly #links = new Map<string, PeerLink>();

  /** The messages of a home that speaks the documented form. */
  linkOf(account: string): PeerLink {
    return this.#links.getOrInsertComputed(account, () => new PeerLink(`uplink://${account}`));
  }

  linkTo(address: string): PeerLink {
    return this.linkOf(receivedFrom(address)?.account ?? '');
  }

  /** Starts one; what it is was noted before, or comes when its home connects. */
  start(record: DeviceRecord, listener: DeviceListener): ReceivedDevice {
    this.#running.set(record.id, { record, listener });
    const known = (): Known | undefined => this.#known.get(record.address);
    return {
      status: () => statusOf(known()),
      stop: async () => void this.#running.delete(record.id),
      commands: {
        // How long the device itself holds something is for its own home to use: a command that comes from here carries no time.
        capabilities: async () => (known()?.sent.capabilities ?? []).map(({ timed: _timed, ...own }) => own),
        settings: async () => [],
        check: (command) => checked(record, command, known()),
        async set(command) {
          checked(record, command, known());
          const { sent, send } = known() ?? {};
          if (send === undefined || sent === undefined)
            throw new SolsteadError('link.unavailable', { at: record.name, why: because('uplink.home-away') });
          return send(sent.id, command);
        },
      },
    };
  }

  factsOf({ address }: Pick<DeviceRecord, 'address'>): ReceivedFacts | undefined {
    return this.#known.get(address)?.sent;
  }

  /** What its home says of a device. */
  note(address: string, sent: SentDevice, send?: SendCommand): void {
    this.#known.set(address, { sent, send });
    for (const { record, listener } of this.#running.values())
      if (record.address === address) listener.onStatus(record.id);
  }

  /** The home of an account is not connected any more. */
  away(account: string): void {
    for (const [address, { sent, send }] of this.#known)
      if (send !== undefined && receivedFrom(address)?.account === account) this.note(address, sent);
  }

  forget(address: string): void {
    this.#known.delete(address);
  }

  /** Hands a batch to the site of a device; false if it does not run. */
  deliver(batch: Batch): boolean {
    const running = this.#running.get(batch.device);
    running?.listener.onBatch(batch);
    return running !== undefined;
  }
}

function statusOf(known: Known | undefined): DeviceStatus {
  if (known === undefined) return { state: 'starting', intervalMs: unknownIntervalMs, identity: {}, health: noHealth };
  const { sent, send } = known;
  const { intervalMs, identity } = sent;
  return { state: send !== undefined && sent.isOnline ? 'online' : 'offline', intervalMs, identity, health: noHealth };
}

function checked(record: DeviceRecord, { target }: DeviceCommand, known: Known | undefined): SettingView {
  if ('setting' in target)
    throw new SolsteadError('command.unknown', { at: target.setting, why: because('uplink.set-points-only') });
  const found = known?.sent.capabilities?.find(({ setPoint }) => setPoint === target.setPoint);
  if (found === undefined)
    throw new SolsteadError('command.unknown', { at: target.setPoint, why: because('uplink.no-commands') });
  if (found.dangerous) throw new SolsteadError('access.denied', { at: record.name, why: because('uplink.dangerous') });
  return found;
}
