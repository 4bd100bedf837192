// The uplink of a daemon: the same as that of a home, over what its file says. Its readings wait in the folder of what waits until the far
// side has them; commands of people there are carried out where the file allows it.
import type { Clock } from '#core/clock.ts';
import type { SiteEvent, SiteFacts } from '#core/consumer.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Field } from '#core/field.ts';
import type { Lease } from '#core/lease.ts';
import { systemRandom } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { because, type Reason } from '#core/reason.ts';
import type { PlannedUplink } from '#daemon/plan.ts';
import { makeSieve } from '#outputs/sieve.ts';
import { spoolsIn } from '#store/spool/spools-in.ts';
import { openUplinkSocket } from '#transport/uplink-socket.ts';
import { commandAnswer } from '#uplink/command-answer.ts';
import { openUplinkDesk, type UplinkDeskParts } from '#uplink/desk.ts';
import type { SentDevice } from '#uplink/wire.ts';

/** What it is made of. */
export interface DaemonUplinkParts {
  readonly clock: Clock;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly folder: string | undefined;
  readonly field: Field;
  readonly facts: SiteFacts;
  readonly lease: Lease;
  readonly software: string;
  /** Id of the definition of a device as everybody knows it. */
  definitionOf(device: string): string | undefined;
}

/** It runs. */
export interface DaemonUplink {
  take(batch: Batch): void;
  event(event: SiteEvent): void;
  issues(): readonly Reason[];
  /** Batches that the far side has not stored. */
  waiting(): number;
  /** Ends it, after what waits was tried for so long, ms. */
  close(mostMs: number): Promise<void>;
}

/** How often it is looked whether all has arrived, ms. */
const lookMs = 50;
/** Commands that are remembered, so that one that comes twice is carried out once. */
const mostRemembered = 200;

type Homes = UplinkDeskParts['homes'];

async function sentDevice(
  { field, facts, definitionOf }: DaemonUplinkParts,
  id: string,
  mayCommand: boolean,
): Promise<SentDevice | undefined> {
  const found = facts.device(id);
  const definition = definitionOf(id);
  if (found === undefined || definition === undefined) return undefined;
  const { record, title, kind, identity, intervalMs, isOnline } = found;
  const sent = { id, name: record.name, definition, title, kind, identity, intervalMs, isOnline };
  if (!mayCommand) return sent;
  const capabilities = await field.capabilities(id).catch(() => []);
  // What it shows now is told by its readings.
  return { ...sent, capabilities: capabilities.map(({ current: _current, currentAtMs: _at, ...view }) => view) };
}

/** Sets what the far side asks for, if the file and the device let it. Errors: `access.denied`, `command.*`, those of the device. */
async function carriedOut(
  { field, log }: Pick<DaemonUplinkParts, 'field' | 'log'>,
  { command, leftMs, mayCommand }: Parameters<Homes['command']>[1],
) {
  const { device, target, value, by } = command;
  if (!mayCommand) throw new SolsteadError('access.denied', { at: device, why: because('uplink.no-commands') });
  if (leftMs <= 0) throw new SolsteadError('command.expired', { at: device, why: because('uplink.late') });
  if (!('setPoint' in target))
    throw new SolsteadError('command.unknown', { at: target.setting, why: because('uplink.set-points-only') });
  const known = (await field.capabilities(device)).find(({ setPoint }) => setPoint === target.setPoint);
  if (known === undefined)
    throw new SolsteadError('command.unknown', { at: target.setPoint, why: because('uplink.no-commands') });
  if (known.dangerous) throw new SolsteadError('access.denied', { at: device, why: because('uplink.dangerous') });
  const result = await field.set({ device, target, value, origin: 'program', by });
  log.info({ device, by, ...target, value, outcome: result.outcome }, 'a command of the uplink was carried out');
  return result;
}

/** Carries each command out once. */
function commander(parts: DaemonUplinkParts): Homes['command'] {
  const asked = new Map<string, ReturnType<Homes['command']>>();
  const carry: Homes['command'] = (_site, given) => commandAnswer(given.command.id, () => carriedOut(parts, given));
  return (site, given) => {
    const { id } = given.command;
    const first = [...asked.keys()][0];
    if (asked.size >= mostRemembered && first !== undefined) asked.delete(first);
    return asked.getOrInsertComputed(id, () => carry(site, given));
  };
}

/** Opens it. Errors: `store.*`. */
export async function openDaemonUplink(
  parts: DaemonUplinkParts,
  { settings, secret, filter }: PlannedUplink,
): Promise<DaemonUplink> {
  const { clock, log, folder = '/nonexistent', facts, lease, software } = parts;
  const site = facts.site.id;
  const desk = await openUplinkDesk({
    clock,
    random: systemRandom,
    log,
    software,
    open: openUplinkSocket,
    spools: spoolsIn({ path: folder }, clock),
    // The file says all of it: nothing is read or kept beside it.
    secrets: { read: async () => undefined, save: async () => undefined, remove: async () => undefined },
    place: { load: async () => undefined, save: async () => undefined },
    given: { settings: { ...settings, ...(Object.keys(filter).length === 0 ? {} : { filter }) }, secret },
    makeSieve,
    // Its file was checked.
    checkFilter: () => undefined,
    homes: {
      devices: async (_facts, mayCommand) => {
        const ids = facts.devices().map(({ record }) => record.id);
        const sent = await Promise.all(ids.map((id) => sentDevice(parts, id, mayCommand)));
        return sent.filter((one) => one !== undefined);
      },
      // It has no history.
      recent: async () => [],
      command: commander(parts),
    },
  });
  const consumer = await desk.consumer(facts, lease);
  const waiting = (): number => consumer.backlog?.().batches ?? 0;
  return {
    take: (batch) => consumer.take(batch),
    event: (event) => consumer.event?.(event),
    issues() {
      const { state, trouble } = desk.stateOf(site) ?? { state: 'connected' };
      return state === 'connected'
        ? []
        : [because('uplink.away', { reason: trouble?.reason ?? because('uplink.silent') })];
    },
    waiting,
    async close(mostMs) {
      const untilMs = clock.monotonicMs() + mostMs;
      const isThere = (): boolean => desk.stateOf(site)?.state === 'connected';
      while (waiting() > 0 && isThere() && clock.monotonicMs() < untilMs) await clock.sleep(lookMs);
      const count = waiting();
      await consumer.close();
      if (count > 0) log.warn({ count }, 'readings wait in the spool for the uplink, and go at the next start');
    },
  };
}
