// The outputs of one home that run: how each is started with its filter, its spool and its secrets, how it is doing, and how what it left at
// its server is taken away. One that fails harms no other.
import type { Clock } from '#core/clock.ts';
import { messageOf, reasonOf, SolsteadError } from '#core/errors.ts';
import type { Lease } from '#core/lease.ts';
import { type OutputChange, type OutputFilter, type OutputRecord, type OutputState, waitingMb } from '#core/output.ts';
import type { Random } from '#core/random.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { SecretStore } from '#core/secrets.ts';
import type { SpoolBound, SpoolPlace } from '#core/spool.ts';
import { assertOwnPlace } from './broker-session.ts';
import { builtInKinds, checkedFilter, type OutputKinds, setKind } from './kinds.ts';
import { namesOf } from './names.ts';
import { newestSpool } from './newest-spool.ts';
import { noSpool } from './no-spool.ts';
import { conditionOf, onlyWhen } from './only-when.ts';
import type { Openers, OutputHome, SinkParts } from './output-kind.ts';
import { RunningOutput } from './running-output.ts';
import { makeSieve } from './sieve.ts';

/** What they are made of. */
export interface HomeOutputsParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly openers: Openers;
  /** Absent: those of Solstead's own. */
  readonly kinds?: OutputKinds | undefined;
  readonly secrets: SecretStore;
  readonly spools: SpoolPlace;
  /** Longest wait until what an output left at its server is taken away, s. */
  readonly clearS: number;
  /** A line of the log; of one key not too often. */
  tell(key: string, line: string): void;
  /** The same of what is right again. */
  note(key: string, line: string): void;
}

/** Most batches that one output keeps, however small they are. */
const mostBatches = 5_000_000;
/** What one output may keep for a server that is away: days of a house with some devices. */
const boundOf = ({ waitingMb: mb = waitingMb.usual }: OutputFilter): SpoolBound => ({
  bytes: mb * 1024 * 1024,
  batches: mostBatches,
});
/** How long one that is off may take to reach its server, where something has to be taken away there, ms. */
const reachMs = 5000;

const refOf = (id: string): string => `output.${id}`;
const keyRefOf = (id: string): string => `output.${id}.key`;
const spoolOf = (id: string): string => `output-${id}`;

/** What is kept apart of an output, and under which name. */
const apart = [
  { field: 'secret', refOf },
  { field: 'clientKey', refOf: keyRefOf },
] as const;

/** Under which names the secrets of an output are kept. */
export const secretRefs = (id: string) => ({ secret: refOf(id), clientKey: keyRefOf(id) }) as const;

/** Fields that are kept apart. */
export const secretFields = apart.map(({ field }) => field);
type SecretField = (typeof apart)[number]['field'];

/** The secrets of an output. */
export type OutputSecrets = Pick<SinkParts, SecretField>;

interface Running {
  readonly record: OutputRecord;
  readonly output: RunningOutput;
  readonly traces: string;
}

/** Batches that were lost when it was last looked, and when that grew, epoch ms. */
interface Lost {
  readonly count: number;
  readonly atMs: number;
}

/** What is left at a server depends on the kind, and on the names there. Errors: `input.invalid`. */
function tracesOf(
  { settings: given, filter }: OutputRecord,
  { home, kinds }: Pick<HomeOutputs, 'home' | 'kinds'>,
): string {
  const { kind, settings } = setKind(given, kinds);
  return kind.traces(settings as never, home) + namesOf(filter.names).text;
}

/** Those of a home; who changes them waits for a turn. */
export class HomeOutputs {
  readonly home: OutputHome;
  readonly kinds: OutputKinds;
  readonly #parts: HomeOutputsParts;
  readonly #lease: Lease;
  readonly #running = new Map<string, Running>();
  /** Names of the secrets that are kept; outputs that could not be started, with why. */
  readonly #kept = new Set<string>();
  readonly #broken = new Map<string, { readonly atMs: number; readonly reason: Reason }>();
  readonly #lost = new Map<string, Lost>();

  constructor(parts: HomeOutputsParts, home: OutputHome, lease: Lease) {
    this.#parts = parts;
    this.home = home;
    this.kinds = parts.kinds ?? builtInKinds;
    this.#lease = lease;
  }

  /** Does something with each that runs; each fails alone. */
  each(act: (output: RunningOutput) => void): void {
    for (const { record, output } of this.#running.values()) {
      try {
        act(output);
      } catch (error) {
        this.#parts.tell(record.id, `output ${record.name}: ${inEnglish(reasonOf(error))}`);
      }
    }
  }

  /** Tries what waits once more, for so long, ms. */
  async drain(mostMs: number): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ output }) => output.drain(mostMs)));
  }

  async flush(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ output }) => output.flush()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((one) => this.#close(one)));
    this.#running.clear();
  }

  state({ id, isOn }: OutputRecord): OutputState {
    const running = this.#running.get(id);
    if (running !== undefined && isOn) {
      const state = running.output.state();
      const before = this.#lost.get(id);
      if (before === undefined || before.count !== state.dropped)
        this.#lost.set(id, { count: state.dropped, atMs: before === undefined ? 0 : this.#parts.clock.nowMs() });
      return state;
    }
    const trouble = this.#broken.get(id);
    const none = { sent: 0, waiting: 0, bytes: 0, dropped: 0, refused: 0 };
    return trouble === undefined
      ? { state: 'off', sinceMs: 0, ...none }
      : { state: 'failing', sinceMs: trouble.atMs, ...none, trouble };
  }

  lost(id: string): Lost | undefined {
    return this.#lost.get(id);
  }

  hasSecret(id: string, field: SecretField): boolean {
    return apart.some((one) => one.field === field && this.#kept.has(one.refOf(id)));
  }

  async secretsOf(id: string): Promise<OutputSecrets> {
    const { secrets } = this.#parts;
    const refs = secretRefs(id);
    return { secret: await secrets.read(refs.secret), clientKey: await secrets.read(refs.clientKey) };
  }

  /** Keeps what a change says of secrets: an empty text forgets one, none leaves it. */
  async keepSecrets(id: string, change: Pick<OutputChange, SecretField>): Promise<void> {
    const { secrets } = this.#parts;
    for (const { field, refOf: ref } of apart) {
      const text = change[field];
      if (text === '') await secrets.remove(ref(id));
      else if (text !== undefined) await secrets.save(ref(id), text);
    }
  }

  /** What an output stands on. */
  sinkParts(of: Pick<SinkParts, 'id' | 'name' | SecretField | 'wants' | 'names'>): SinkParts {
    const { clock, random, openers } = this.#parts;
    return { clock, random, ...openers, owner: `${this.home.facts.site.id}/${of.id}`, home: this.home, ...of };
  }

  /** Starts an output that is on. What is wrong with it is told with it, and harms no other. */
  async begin(record: OutputRecord): Promise<void> {
    const { id, isOn } = record;
    this.#broken.delete(id);
    const secrets = await this.secretsOf(id);
    for (const { field, refOf: ref } of apart)
      if (secrets[field] === undefined) this.#kept.delete(ref(id));
      else this.#kept.add(ref(id));
    if (!isOn) return;
    try {
      this.#running.set(id, await this.#started(record, secrets));
    } catch (error) {
      this.#broken.set(id, { atMs: this.#parts.clock.nowMs(), reason: reasonOf(error) });
      this.#tellTrouble(record, reasonOf(error));
    }
  }

  async end(id: string): Promise<void> {
    const running = this.#running.get(id);
    this.#running.delete(id);
    if (running !== undefined) await this.#close(running);
  }

  /** Takes away what it left at its server, where the record that comes instead leaves something else. */
  async clearFor(next: OutputRecord): Promise<void> {
    const before = this.#running.get(next.id);
    if (before === undefined || before.traces === tracesOf(next, this)) return;
    try {
      await this.#reached(before);
      await this.#clear(before);
    } catch (error) {
      this.#tellTrouble(next, reasonOf(error));
    }
  }

  /** Takes away what it left, ends it and forgets what is kept of it. Resolves with why something is left there, if it is. */
  async remove(record: OutputRecord): Promise<Reason | undefined> {
    const { id } = record;
    const running = this.#running.get(id) ?? (await this.#toClear(record));
    let leftovers: Reason | undefined;
    try {
      if (running !== undefined) {
        await this.#reached(running);
        await this.#clear(running);
      }
    } catch (error) {
      leftovers = because('output.leftovers', { reason: reasonOf(error) });
    }
    if (running !== undefined) this.#running.set(id, running);
    await this.end(id);
    return leftovers;
  }

  /** Forgets what is kept of one that was removed. */
  async forget(id: string): Promise<void> {
    const { secrets, spools } = this.#parts;
    this.#broken.delete(id);
    this.#lost.delete(id);
    for (const { refOf: ref } of apart) {
      this.#kept.delete(ref(id));
      await secrets.remove(ref(id));
    }
    await spools.remove({ consumer: spoolOf(id), lease: this.#lease });
  }

  async #started(record: OutputRecord, secrets: OutputSecrets): Promise<Running> {
    const { id, name, filter } = record;
    const { clock, random, spools } = this.#parts;
    const { kind, settings } = setKind(record.settings, this.kinds);
    // One of an earlier version may have another.
    assertOwnPlace(settings, record.site);
    const plain = makeSieve(checkedFilter(filter, kind));
    const sieve =
      filter.onlyWhen === undefined ? plain : onlyWhen(plain, conditionOf(filter.onlyWhen), { clock, home: this.home });
    const owner = { consumer: spoolOf(id), lease: this.#lease };
    const keeps = kind.keeps(settings as never);
    if (keeps !== 'all') await spools.remove(owner);
    const inMemory = { newest: newestSpool, nothing: noSpool };
    const spool = keeps === 'all' ? await spools.open(owner, boundOf(filter)) : inMemory[keeps]();
    const parts = this.sinkParts({ id, name, ...secrets, wants: sieve.wants, names: namesOf(filter.names) });
    const output = new RunningOutput({
      clock,
      random,
      sieve,
      spool,
      open: (listener) => kind.open(settings as never, parts, listener),
      onTrouble: (reason) => this.#tellTrouble(record, reason),
      onDisk: (trouble) => this.#tellDisk(record, trouble),
      onLost: () => this.#tellLost(record),
    });
    return { record, output, traces: tracesOf(record, this) };
  }

  /** One that is off, started for a moment to take away what it left. */
  async #toClear(record: OutputRecord): Promise<Running | undefined> {
    return this.#started(record, await this.secretsOf(record.id)).catch(() => undefined);
  }

  /** Resolves when one that leaves something at its server, and has just begun, has reached it or failed to; 5 s at most. */
  async #reached({ output, traces }: Running): Promise<void> {
    if (traces === '') return;
    const { clock } = this.#parts;
    const untilMs = clock.monotonicMs() + reachMs;
    while (output.state().state === 'starting' && clock.monotonicMs() < untilMs) await clock.sleep(50);
  }

  /** Takes away what it left, as long as its server has patience for that. Errors: `output.failed`, `link.*`. */
  async #clear({ record, output }: Running): Promise<void> {
    const { clock, clearS } = this.#parts;
    const why = because('output.silent', { seconds: clearS });
    const done = new AbortController();
    const late = clock.sleep(clearS * 1000, { signal: done.signal }).then(() => {
      throw new SolsteadError('output.failed', { at: record.name, why });
    });
    await Promise.race([output.clear(), late]).finally(() => done.abort());
  }

  async #close({ record, output }: Running): Promise<void> {
    const { id, name } = record;
    // It is closed: nobody tries again.
    await output
      .close()
      .catch((error: unknown) =>
        this.#parts.tell(`${id} ends`, `output ${name} ended, and not as it should: ${messageOf(error)}`),
      );
  }

  #tellTrouble({ id, name }: OutputRecord, reason: Reason | undefined): void {
    if (reason === undefined) this.#parts.note(`${id} works`, `output ${name} works`);
    else this.#parts.tell(`${id} ${reason.code}`, `output ${name}: ${inEnglish(reason)}; it is tried again`);
  }

  #tellLost({ id, name, filter }: OutputRecord): void {
    const { waitingMb: mb = waitingMb.usual } = filter;
    const line = `more than ${mb} MiB wait for its server: the oldest batches are lost, until it is there again`;
    this.#parts.tell(`${id} lost`, `output ${name}: ${line}`);
  }

  #tellDisk({ id, name }: OutputRecord, trouble: string | undefined): void {
    const line =
      trouble === undefined
        ? 'what waits can be written to the disk again'
        : `what waits cannot be written to the disk and stays in memory: ${trouble}`;
    const key = `${id} disk ${trouble === undefined}`;
    if (trouble === undefined) this.#parts.note(key, `output ${name}: ${line}`);
    else this.#parts.tell(key, `output ${name}: ${line}`);
  }
}
