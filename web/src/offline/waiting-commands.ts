// Commands that were given while the home's server was away. They wait in this browser, by the person who gave them, each under the
// key it was first tried with, so that the server carries it out once however often it arrives. One that has waited for long is
// asked about before it is sent: the evening's wish may be wrong in the morning.
import { isRecord } from '#core/entries.ts';
import type { Clock } from '#core/clock.ts';
import type { TextStore } from './kept-home.ts';

/** A command that waits. */
export interface WaitingCommand {
  /** The idempotency key of the request. */
  readonly key: string;
  readonly site: string;
  readonly device: string;
  readonly deviceName: string;
  /** What is set, in the words the person saw. */
  readonly what: string;
  /** The body of the request. */
  readonly body: { readonly setPoint: string; readonly value?: number | string | boolean } | SettingBody;
  /** By the browser's clock, epoch ms. */
  readonly askedMs: number;
}

interface SettingBody {
  readonly setting: string;
  readonly value?: number | string | boolean;
}

/** What a command is for. */
type Target = Pick<WaitingCommand, 'site' | 'device' | 'body'>;

/** One with how far it is: it waits, is being sent, is done, or came to no good end. */
export interface Told<Failure> extends WaitingCommand {
  readonly state: 'waits' | 'sending' | 'done' | 'failed';
  readonly failure?: Failure;
}

/** What the store of them needs. */
export interface WaitingParts<Failure> {
  readonly store: TextStore;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  /** Who is signed in, as a text; undefined: nobody. */
  readonly who: () => string | undefined;
  /** Sends one. Rejects with what went wrong. */
  readonly send: (command: WaitingCommand) => Promise<void>;
  /** What is told of a rejection; undefined: the server is still away. */
  readonly failureOf: (thrown: unknown) => Failure | undefined;
}

/** The commands that wait in this browser. */
export interface WaitingCommands<Failure> {
  subscribe(listener: () => void): () => void;
  /** Those of whoever is signed in, the oldest first; the same list until something changes. */
  list(): readonly Told<Failure>[];
  /** Has one wait; an older one for the same thing of the device is forgotten. False: it cannot be kept. */
  add(command: WaitingCommand): boolean;
  /** A later word for the same thing of the device is given without waiting: an older one is forgotten. */
  outdate(later: Target): void;
  /** Sends one whose answer is due; again and again is harmless. */
  send(key: string): Promise<void>;
  /** Sends those of a home that have waited no longer than {@link freshMs}. */
  sendFresh(site: string): void;
  discard(key: string): void;
  /** What another window of the app changed is read again. */
  refresh(): void;
}

/** A command that is older is asked about first, ms: as long as the server lets one wait for its turn. */
export const freshMs = 60_000;
const mostWaiting = 20;
/** How long it is told that one was carried out, ms. */
const doneMs = 6000;
const format = 1;
const name = 'commands';

const isText = (value: unknown, most = 300): value is string =>
  typeof value === 'string' && value !== '' && value.length <= most;

function isBody(value: unknown): value is WaitingCommand['body'] {
  if (!isRecord(value)) return false;
  const { setPoint, setting, value: given } = value;
  if ((setPoint === undefined) === (setting === undefined) || !isText(setPoint ?? setting)) return false;
  return given === undefined || ['number', 'string', 'boolean'].includes(typeof given);
}

const isWaiting = (value: unknown): value is WaitingCommand =>
  isRecord(value) &&
  typeof value['key'] === 'string' &&
  /^[\x21-\x7e]{1,200}$/.test(value['key']) &&
  ['site', 'device', 'deviceName', 'what'].every((field) => isText(value[field])) &&
  isBody(value['body']) &&
  typeof value['askedMs'] === 'number' &&
  Number.isFinite(value['askedMs']);

/** Whether it may be sent without being asked about; a clock that went back says nothing about its age. */
export const isFresh = ({ askedMs }: WaitingCommand, nowMs: number): boolean =>
  nowMs >= askedMs && nowMs - askedMs <= freshMs;

const targetOf = ({ site, device, body }: Target): string =>
  JSON.stringify([site, device, 'setPoint' in body ? ['setPoint', body.setPoint] : ['setting', body.setting]]);

class Waiting<Failure> implements WaitingCommands<Failure> {
  readonly #parts: WaitingParts<Failure>;
  readonly #listeners = new Set<() => void>();
  readonly #progress = new Map<string, Pick<Told<Failure>, 'state' | 'failure'>>();
  /** Those that are told for a moment after they left the store. */
  readonly #done: WaitingCommand[] = [];
  #list: { readonly who: string | undefined; readonly told: readonly Told<Failure>[] } | undefined;

  constructor(parts: WaitingParts<Failure>) {
    this.#parts = parts;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly list = (): readonly Told<Failure>[] => {
    const who = this.#parts.who();
    if (this.#list === undefined || this.#list.who !== who) {
      const all = [...this.#kept(), ...this.#done];
      const told = all.map((one) => ({ ...one, ...(this.#progress.get(one.key) ?? { state: 'waits' as const }) }));
      this.#list = { who, told };
    }
    return this.#list.told;
  };

  add(command: WaitingCommand): boolean {
    const target = targetOf(command);
    const others = this.#kept().filter((one) => targetOf(one) !== target);
    const isKept = isWaiting(command) && others.length < mostWaiting && this.#keep([...others, command]);
    this.#tell();
    return isKept;
  }

  outdate(later: Target): void {
    const target = targetOf(later);
    const kept = this.#kept();
    const others = kept.filter((one) => targetOf(one) !== target);
    if (others.length === kept.length) return;
    this.#keep(others);
    this.#tell();
  }

  async send(key: string): Promise<void> {
    const command = this.#kept().find((one) => one.key === key);
    if (command === undefined || this.#progress.get(key)?.state === 'sending') return;
    this.#become(key, { state: 'sending' });
    try {
      await this.#parts.send(command);
    } catch (thrown) {
      const failure = this.#parts.failureOf(thrown);
      this.#become(key, failure === undefined ? { state: 'waits' } : { state: 'failed', failure });
      return;
    }
    this.#done.push(command);
    this.#keep(this.#kept().filter((one) => one.key !== key));
    this.#become(key, { state: 'done' });
    this.#parts.clock.after(doneMs, () => {
      this.#done.splice(this.#done.indexOf(command), 1);
      this.#progress.delete(key);
      this.#tell();
    });
  }

  sendFresh(site: string): void {
    const nowMs = this.#parts.clock.nowMs();
    for (const one of this.#kept())
      if (one.site === site && isFresh(one, nowMs) && this.#progress.get(one.key)?.state !== 'failed')
        void this.send(one.key);
  }

  discard(key: string): void {
    this.#keep(this.#kept().filter((one) => one.key !== key));
    this.#progress.delete(key);
    this.#tell();
  }

  readonly refresh = (): void => this.#tell();

  #become(key: string, progress: Pick<Told<Failure>, 'state' | 'failure'>): void {
    this.#progress.set(key, progress);
    this.#tell();
  }

  #tell(): void {
    this.#list = undefined;
    for (const listener of this.#listeners) listener();
  }

  /** What is kept of whoever is signed in; what somebody else left, or does not read as it should, counts as not there. */
  #kept(): readonly WaitingCommand[] {
    const who = this.#parts.who();
    const text = this.#parts.store.read(name);
    if (who === undefined || text === undefined || text.length > 100_000) return [];
    try {
      const found: unknown = JSON.parse(text);
      if (!isRecord(found) || found['format'] !== format || found['who'] !== who) return [];
      const { commands } = found;
      return Array.isArray(commands) ? commands.filter(isWaiting).slice(0, mostWaiting) : [];
    } catch {
      return [];
    }
  }

  #keep(commands: readonly WaitingCommand[]): boolean {
    const who = this.#parts.who();
    if (who === undefined || commands.length === 0) {
      this.#parts.store.remove(name);
      return who !== undefined;
    }
    return this.#parts.store.write(name, JSON.stringify({ format, who, commands }));
  }
}

/** Makes it over a store. */
export function createWaitingCommands<Failure>(parts: WaitingParts<Failure>): WaitingCommands<Failure> {
  return new Waiting(parts);
}
