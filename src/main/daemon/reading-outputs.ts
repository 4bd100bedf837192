// The outputs of readings of a daemon: those of a house, over records that come from its file, and what they may see of its devices.
import { messageOf, SolsteadError } from '#core/errors.ts';
import type { Clock } from '#core/clock.ts';
import type { Consumer, SiteEvent, SiteFacts } from '#core/consumer.ts';
import type { Field } from '#core/field.ts';
import type { Lease } from '#core/lease.ts';
import type { OutputChange, OutputRecord, OutputStore } from '#core/output.ts';
import { systemRandom } from '#core/random.ts';
import type { Batch } from '#core/reading.ts';
import { because, type Reason } from '#core/reason.ts';
import type { SiteRecord } from '#core/records.ts';
import { makeSecret, type Secret, type SecretStore } from '#core/secrets.ts';
import type { PlanChanges } from '#daemon/changes.ts';
import type { PlannedOutput } from '#daemon/plan.ts';
import { oldEntitiesOf } from '#devices/mpp-solar/old-entities.ts';
import { builtInKinds, type OutputKinds, setKind } from '#outputs/kinds.ts';
import { openOutputDesk } from '#outputs/desk.ts';
import type { OutputHome, OutputSetting, SinkParts } from '#outputs/output-kind.ts';
import { outputOpeners } from '../output-openers.ts';
import { spoolsIn } from '#store/spool/spools-in.ts';
import type { Newest, RunningRecord } from './daemon-home.ts';

/** What they are made of. */
export interface ReadingOutputsParts {
  readonly clock: Clock;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  readonly site: SiteRecord;
  readonly facts: SiteFacts;
  readonly newest: Newest;
  readonly lease: Lease;
  /** Folder of what waits; absent: nothing may have to wait on a disk. */
  readonly folder: string | undefined;
  /** Kinds of outputs, with those of plug-ins; absent: those of Solstead's own. */
  readonly kinds?: OutputKinds | undefined;
  readonly field: Field;
  readonly openBroker: SinkParts['openBroker'];
  devices(): readonly RunningRecord[];
}

/** They run. */
export interface ReadingOutputs {
  /** A batch that passed the gate. */
  take(batch: Batch): void;
  event(event: SiteEvent): void;
  change(changes: PlanChanges['outputs']): Promise<void>;
  issues(): readonly Reason[];
  /** Batches that wait for servers. */
  waiting(): number;
  /** Ends them, after what waits was tried for so long, ms; what no server has then is told. */
  close(mostMs: number): Promise<void>;
}

/** What an output may set: never what is dangerous, and what the maker calls its own only where the file says `admin`. */
async function settingsOf(field: Field, device: string, isAdmin: boolean): Promise<readonly OutputSetting[]> {
  const own = (await field.capabilities(device)).filter(({ dangerous }) => !dangerous);
  const served = own.map((view): OutputSetting => ({ view, target: { setPoint: view.setPoint } }));
  if (!isAdmin) return served;
  const makers = (await field.settings(device)).filter(
    ({ dangerous, setPoint }) => !dangerous && setPoint === undefined,
  );
  return [...served, ...makers.map((view): OutputSetting => ({ view, target: { setting: view.name } }))];
}

function outputHome(
  { field, log, devices }: Pick<ReadingOutputsParts, 'field' | 'log' | 'devices'>,
  { facts, values }: Pick<OutputHome, 'facts' | 'values'>,
): OutputHome {
  return {
    facts,
    values,
    settings: (device, role) => settingsOf(field, device, role === 'admin'),
    async command({ by, role, device, target, value }) {
      const allowed = await settingsOf(field, device, role === 'admin');
      if (!allowed.some((one) => JSON.stringify(one.target) === JSON.stringify(target)))
        throw new SolsteadError('access.denied', { at: device, why: because('output.dangerous') });
      const result = await field.set({ device, target, value, origin: 'program', by: by.name });
      log.info({ device, output: by.name, ...target, value, outcome: result.outcome }, 'a command was given');
      return result;
    },
    // Who speaks for the home is decided by its hub: here it is the one device that says it.
    grid() {
      const [only, ...others] = values().filter(({ metric }) => metric === 'grid.power');
      if (only === undefined || others.length > 0 || typeof only.value !== 'number') return undefined;
      return { powerW: only.value, atMs: only.atMs, isEstimated: false };
    },
    now: () => ({
      devices: facts.devices().map(({ record: { id }, kind }) => ({ id, kind })),
      values: values().map((value) => ({ ...value, quality: 'good' as const })),
      flow: undefined,
    }),
    flow: () => ({}),
    async formerEntities(device) {
      const found = devices().find(({ record }) => record.id === device);
      return found === undefined ? [] : oldEntitiesOf(await found.listed.load());
    },
    // It needs the ledger of a home.
    energy: () =>
      Promise.reject(new SolsteadError('command.unknown', { at: 'energy', why: because('daemon.unsteady') })),
  };
}

const changeOf = ({ name, settings, filter, secret }: PlannedOutput): OutputChange => ({
  name,
  settings,
  filter,
  isOn: true,
  // Absent it would stay as it was; the file is what counts.
  secret: secret?.reveal() ?? '',
});

const refOf = (id: string): string => `output.${id}`;

/** Records and secrets that a file gives; nothing is written anywhere. */
function fileStores(
  site: string,
  outputs: readonly PlannedOutput[],
): { readonly store: OutputStore; readonly secrets: SecretStore } {
  const records = outputs.map(
    ({ id, name, settings, filter }): OutputRecord => ({ id, site, name, settings, filter, isOn: true }),
  );
  const kept = new Map<string, Secret>();
  for (const { id, secret } of outputs) if (secret !== undefined) kept.set(refOf(id), secret);
  return {
    store: { ofSite: async () => records, save: async () => undefined, remove: async () => undefined },
    secrets: {
      read: async (ref) => kept.get(ref),
      save: async (ref, text) => void kept.set(ref, makeSecret(text)),
      remove: async (ref) => void kept.delete(ref),
    },
  };
}

/** Opens them. */
export async function openReadingOutputs(
  parts: ReadingOutputsParts,
  outputs: readonly PlannedOutput[],
): Promise<ReadingOutputs> {
  const { clock, log, site, facts, newest, lease, folder = '/nonexistent' } = parts;
  const desk = openOutputDesk({
    clock,
    random: systemRandom,
    log,
    ...fileStores(site.id, outputs),
    spools: spoolsIn({ path: folder }, clock),
    kinds: parts.kinds,
    openers: outputOpeners({ clock, folder, openBroker: parts.openBroker }),
    homeOf: () => outputHome(parts, { facts, values: newest.values }),
  });
  const consumer: Consumer = await desk.consumer(facts, lease);
  const kinds = parts.kinds ?? builtInKinds;
  /** Whether what waits of an output is on the disk. */
  const isKept = (id: string): boolean => {
    const planned = running.get(id);
    if (planned === undefined) return false;
    const { kind, settings } = setKind(planned.settings, kinds);
    return kind.keeps(settings as never) === 'all';
  };
  const running = new Map(outputs.map((one) => [one.id, one]));
  return {
    take: (batch) => consumer.take(batch),
    event: (event) => consumer.event?.(event),
    async change({ removed, added, changed }) {
      for (const id of removed) await desk.remove(site.id, id);
      for (const id of removed) running.delete(id);
      for (const output of [...changed, ...added]) running.set(output.id, output);
      for (const output of changed) await desk.change(site.id, output.id, changeOf(output));
      for (const output of added) {
        const { secret, ...change } = changeOf(output);
        await desk.add(site.id, secret === '' ? change : { ...change, secret }, output.id);
      }
    },
    issues: () => desk.issues(),
    waiting: () => desk.figures(site.id).reduce((sum, one) => sum + one.waiting, 0),
    async close(mostMs) {
      // A disk that takes nothing keeps neither what waits from its server nor the daemon from its end.
      await consumer.flush().catch(() => undefined);
      await desk.drain(site.id, mostMs);
      const why = await consumer.flush().then(() => undefined, messageOf);
      const left = desk.figures(site.id).filter(({ waiting }) => waiting > 0);
      await consumer.close();
      for (const { id, waiting: count } of left)
        if (isKept(id) && why !== undefined)
          log.warn(
            { output: id, count, why },
            'readings wait for the server of an output, and those that the disk does not take are given up',
          );
        else if (isKept(id))
          log.warn(
            { output: id, count },
            'readings wait in the spool for the server of an output, and go at the next start',
          );
        else log.warn({ output: id, count }, 'readings have not reached the server of an output and are given up');
    },
  };
}
