// Plug-ins of the owner of the machine: the files of a folder, each asked once at start what it is. Nothing of the app can add or change one.
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { plugInPrefix } from '#api/outputs/plug-in.ts';
import { type Clock, isWithin } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import { limitedLog } from '#core/limited-log.ts';
import { external, type External } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import type { PlugInKind, PlugInView } from '#core/plug-in.ts';
import { because, type Reason } from '#core/reason.ts';
import type { RequestDefinition } from '#devices/definition.ts';
import type { BrokenDefinition } from '#devices/on-demand.ts';
import { kindsWith } from '#outputs/kinds.ts';
import { ownKind, type PlugInOutputKind } from '#outputs/own-kinds.ts';
import { readRegularFile } from '#store/regular-file.ts';
import { masked, type PlugInProcess, plugInProcess, type PlugInStart } from './plug-in-child.ts';
import { ownAction, type OwnAction } from './plug-in-action.ts';
import { consentIn, type PlugInConsent } from './plug-in-consent.ts';
import { plugInFiles } from './plug-in-files.ts';
import { actionManifest, outputManifest, type OutputManifest } from './plug-in-manifest.ts';
import { protocolOf } from './plug-in-protocol.ts';
import { lineOf } from './plug-in-place.ts';
import type { PlugIns } from './plug-in-set.ts';

/** The largest file, bytes. */
const mostBytes = 1_048_576;
/** Most that are read at once: each has a process. */
const mostReaders = 3;
/** Most lines that a test shows. */
const mostSamples = 10;
const kinds: readonly PlugInKind[] = ['protocol', 'output', 'action'];

/** Who has an id already. */
export type TakenBy = (id: string) => Reason | External | undefined;

/** What a file adds. */
export type PlugInAdded =
  | { readonly kind: 'protocol'; readonly definition: RequestDefinition }
  | { readonly kind: 'output'; readonly output: PlugInOutputKind; readonly wantsNetwork: boolean }
  | { readonly kind: 'action'; readonly action: OwnAction; readonly wantsNetwork: boolean };

/** What a file is. */
type PlugInOutcome = PlugInAdded | BrokenDefinition;

/** What reading one needs. */
export interface PlugInParts {
  readonly clock: Clock;
  /** Takes a line that a plug-in wants in the log. */
  log?(line: string): void;
  /** Called when one fails. */
  onFailure?(file: string, reason: Reason): void;
}

/** A process whose failures are noted. */
function noted(start: PlugInStart, file: string, { onFailure }: PlugInParts): PlugInProcess {
  const plugIn = plugInProcess(start);
  return {
    async ask(question, signal) {
      try {
        return await plugIn.ask(question, signal);
      } catch (error) {
        if (signal?.aborted !== true) onFailure?.(file, reasonOf(error));
        throw error;
      }
    },
    close: () => plugIn.close(),
  };
}

/** The output of a manifest: a process for each output that is set up, as each knows its own secret alone. */
function outputOf(manifest: OutputManifest, { start, consent, parts }: Made): PlugInOutputKind {
  const { id, title, settings, secret, batches, wantsNetwork, canTest } = manifest;
  const file = basename(start.path);
  return {
    id,
    title,
    settings,
    secret,
    batches,
    start(name) {
      const assertAgreed = (): void => {
        if (wantsNetwork && !consent.mayConnect(start.path)) throw notAgreed(file);
      };
      const log = (line: string): void => start.log?.(`${name}: ${line}`);
      const mayConnect = (): boolean => wantsNetwork && consent.mayConnect(start.path);
      const plugIn = noted({ ...start, mayConnect, log }, file, parts);
      return {
        async deliver(given, signal) {
          assertAgreed();
          await plugIn.ask({ ask: 'deliver', ...given }, signal);
        },
        async test(given) {
          assertAgreed();
          const said = await plugIn.ask({ ask: canTest ? 'test' : 'deliver', ...given });
          return (Array.isArray(said) ? said : [])
            .filter((one) => typeof one === 'string')
            .slice(0, mostSamples)
            .map((one) => masked(one, given.secret));
        },
        close: () => plugIn.close(),
      };
    },
  };
}

const notAgreed = (file: string): SolsteadError =>
  new SolsteadError('plugin.failed', {
    at: file,
    why: because('plugin.network'),
    help: because('help.plugin-network', { file: external(file) }),
  });

interface Made {
  readonly start: PlugInStart;
  readonly consent: PlugInConsent;
  readonly parts: PlugInParts;
}

/** What a plug-in says it is, or what is wrong with it. */
function addedBy(said: unknown, made: Made): PlugInAdded | { readonly problem: Reason; readonly id?: string } {
  const { start, consent, parts } = made;
  const plugin = isRecord(said) && isRecord(said['plugin']) ? said['plugin'] : {};
  const kind = kinds.find((one) => one === plugin['kind']);
  const file = basename(start.path);
  switch (kind) {
    case 'protocol': {
      const outcome = protocolOf(said, noted(start, file, parts));
      return 'problem' in outcome ? outcome : { kind, ...outcome };
    }
    case 'output': {
      const outcome = outputManifest(said);
      if ('problem' in outcome) return outcome;
      const { manifest } = outcome;
      return { kind, output: outputOf(manifest, made), wantsNetwork: manifest.wantsNetwork };
    }
    case 'action': {
      const outcome = actionManifest(said);
      if ('problem' in outcome) return outcome;
      const { manifest } = outcome;
      const mayConnect = (): boolean => manifest.wantsNetwork && consent.mayConnect(start.path);
      const plugIn = noted({ ...start, mayConnect }, file, parts);
      const asking: PlugInProcess = {
        async ask(question, signal) {
          if (manifest.wantsNetwork && !mayConnect()) throw notAgreed(file);
          return plugIn.ask(question, signal);
        },
        close: () => plugIn.close(),
      };
      return { kind, action: ownAction(manifest, asking, parts.clock), wantsNetwork: manifest.wantsNetwork };
    }
    case undefined: {
      if (typeof plugin['kind'] !== 'string') return { problem: because('plugin.shape', { said: 'kind is missing' }) };
      const word = plugin['kind'].slice(0, 60);
      const wrong = because('plugin.word', { where: 'kind', word: external(word), known: kinds });
      return { problem: withNearest(wrong, word, kinds) };
    }
  }
}

const brokenFile = (file: string, reason: Reason, id?: string): BrokenDefinition => ({
  file,
  ...(id === undefined ? {} : { id }),
  problems: [because('file.among', { file: external(file), reason })],
});

/** The id of what a file adds: protocols are those of devices, outputs and actions are told apart. */
const idOf = (added: PlugInAdded): string =>
  added.kind === 'protocol' ? added.definition.id : added.kind === 'output' ? added.output.id : added.action.id;

/** The line of what is wrong, where it is named: `settings/url/type must be …`. */
function placed(text: string, reason: Reason): Reason {
  // What was meant perhaps is said around it.
  const { reason: inner } = reason.params as Readonly<Record<string, unknown>>;
  const own = isRecord(inner) && isRecord(inner['params']) ? inner['params'] : reason.params;
  const { said, where, name, field }: Readonly<Record<string, unknown>> = { ...own };
  const named = [said, where, name, field].find(isRecord)?.['external'] ?? where;
  const path = typeof named === 'string' ? (named.split(' ')[0] ?? '').split('/') : [];
  const line = lineOf(
    text,
    path.filter((one) => one !== ''),
  );
  return line === undefined ? reason : because('plugin.at', { line, reason });
}

/** Asks one file what it is; `takenBy` says who has the id of a protocol already. */
export async function readPlugIn(path: string, parts: PlugInParts, takenBy: TakenBy): Promise<PlugInOutcome> {
  const file = basename(path);
  const broken = (reason: Reason, id?: string): BrokenDefinition => brokenFile(file, reason, id);
  const log = limitedLog(parts.clock, (line) => parts.log?.(line));
  const start: PlugInStart = {
    path: resolve(path),
    name: file,
    clock: parts.clock,
    log: (line) => log(`${file} ${line}`, `plug-in ${file}: ${line}`),
  };
  const plugIn = plugInProcess(start);
  try {
    const found = await stat(path);
    if (!found.isFile()) return broken(because('device-file.no-file'));
    if (found.size > mostBytes) return broken(because('plugin.too-large', { bytes: found.size, most: mostBytes }));
    const said = await plugIn.ask({ ask: 'describe' });
    const added = addedBy(said, { start, consent: consentIn(dirname(resolve(path))), parts });
    if ('problem' in added) return broken(placed(await readRegularFile(path, mostBytes), added.problem), added.id);
    const id = idOf(added);
    const owner = added.kind === 'protocol' ? takenBy(id) : undefined;
    return owner === undefined ? added : broken(because('device-file.taken', { name: id, owner }), id);
  } catch (error) {
    // Its own failures name the file, which is named here anyway.
    return broken((isSolsteadError(error, 'plugin.failed') ? error.reason : undefined) ?? reasonOf(error));
  } finally {
    // It is started again when it is needed.
    plugIn.close();
  }
}

/** What came of the files of a folder: each is asked once, also where a home is opened anew. */
interface KnownPlugIns {
  readonly outcomes: Map<string, PlugInOutcome>;
  readonly troubles: Map<string, PlugInView['trouble']>;
}

/** Nothing yet. */
const knownPlugIns = (): KnownPlugIns => ({ outcomes: new Map(), troubles: new Map() });

/** How long plug-ins are waited for, and who hears of those that came later. */
export interface PlugInPatience {
  readonly known: KnownPlugIns;
  readonly waitMs: number;
  /** All have been read; `isMore`: some add something. */
  onLate(late: { readonly broken: readonly BrokenDefinition[]; readonly isMore: boolean }): void;
}

/** The plug-ins of a folder while they are read. */
class Reading {
  readonly definitions = new Map<string, RequestDefinition>();
  readonly broken: BrokenDefinition[] = [];
  readonly outputs = new Map<string, ReturnType<typeof ownKind>>();
  readonly actions = new Map<string, OwnAction>();
  readonly views = new Map<string, PlugInView>();
  readonly #owners = new Map<string, string>();

  /** Who of these has an id already. */
  owner(kind: PlugInKind, id: string): External | undefined {
    const owner = this.#owners.get(`${kind} ${id}`);
    return owner === undefined ? undefined : external(owner);
  }

  /** One that is still read. */
  wait(file: string): void {
    this.views.set(file, { file, network: 'none', problem: because('plugin.loading') });
  }

  take(file: string, read: PlugInOutcome): void {
    const outcome = 'kind' in read ? this.#claimed(file, read) : read;
    if ('kind' in outcome) this.#add(file, outcome);
    else this.#leave(outcome);
  }

  /** What a file adds, if no other adds the same. */
  #claimed(file: string, added: PlugInAdded): PlugInOutcome {
    const id = idOf(added);
    const owner = this.owner(added.kind, id);
    if (owner !== undefined) return brokenFile(file, because('device-file.taken', { name: id, owner }), id);
    this.#owners.set(`${added.kind} ${id}`, file);
    return added;
  }

  #leave(broken: BrokenDefinition): void {
    const [problem] = broken.problems;
    this.broken.push(broken);
    this.views.set(broken.file, {
      file: broken.file,
      network: 'none',
      ...(problem === undefined ? {} : { problem }),
    });
  }

  #add(file: string, added: PlugInAdded): void {
    const view = { file, kind: added.kind, id: idOf(added) };
    const network = added.kind !== 'protocol' && added.wantsNetwork ? 'asked' : 'none';
    switch (added.kind) {
      case 'protocol':
        this.definitions.set(file, added.definition);
        this.views.set(file, { ...view, title: added.definition.title, network });
        break;
      case 'output':
        this.outputs.set(`${plugInPrefix}${added.output.id}`, ownKind(added.output));
        this.views.set(file, { ...view, title: added.output.title, network });
        break;
      case 'action':
        this.actions.set(added.action.id, added.action);
        this.views.set(file, { ...view, title: added.action.title, network });
        break;
    }
  }
}

/** Reads all, so many at once; whose an id is, their order says later. */
async function readAll(files: readonly string[], read: (path: string) => Promise<void>): Promise<void> {
  // One that takes its time holds up none of the others.
  const left = files.values();
  const reader = async (): Promise<void> => {
    for (const path of left) await read(path);
  };
  await Promise.all(Array.from({ length: mostReaders }, reader));
}

/** Reads the plug-ins of a folder. A folder that is not there has none. `patience`: a home waits for none any longer. */
export async function loadPlugIns(
  folder: string,
  parts: Omit<PlugInParts, 'onFailure'>,
  { takenBy, patience }: { readonly takenBy: TakenBy; readonly patience?: PlugInPatience | undefined },
): Promise<PlugIns> {
  const reading = new Reading();
  const { outcomes, troubles } = patience?.known ?? knownPlugIns();
  const files = await plugInFiles(folder).catch((error: unknown): readonly string[] => {
    reading.broken.push({ file: basename(folder), problems: [reasonOf(error)] });
    return [];
  });
  const onFailure = (file: string, reason: Reason): void =>
    void troubles.set(file, { atMs: parts.clock.nowMs(), reason });
  const allRead = readAll(
    files.filter((path) => !outcomes.has(path)),
    async (path) => void outcomes.set(path, await readPlugIn(path, { ...parts, onFailure }, takenBy)),
  );
  const late = new Set<string>();
  if (patience === undefined) await allRead;
  else if (!(await isWithin(parts.clock, patience.waitMs, allRead)))
    for (const path of files) if (!outcomes.has(path)) late.add(path);
  for (const path of files) {
    const outcome = outcomes.get(path);
    if (outcome === undefined || late.has(path)) reading.wait(basename(path));
    else reading.take(basename(path), outcome);
  }
  if (late.size > 0)
    void allRead.then(() => {
      const came = [...late].flatMap((path) => outcomes.get(path) ?? []);
      const broken = came.flatMap((one) => ('kind' in one ? [] : [one]));
      for (const one of broken) reading.take(one.file, one);
      patience?.onLate({ broken, isMore: came.length > broken.length });
    });
  const consent = consentIn(folder);
  const shown = (view: PlugInView): PlugInView => {
    const trouble = troubles.get(view.file);
    const isAllowed = view.network === 'asked' && consent.mayConnect(join(folder, view.file));
    return { ...view, ...(isAllowed ? { network: 'allowed' } : {}), ...(trouble === undefined ? {} : { trouble }) };
  };
  const { definitions, broken, outputs, actions, views } = reading;
  return {
    definitions,
    broken,
    outputKinds: kindsWith(outputs),
    actions,
    list: () => [...views.values()].map(shown),
    async allowNetwork(file, isAllowed) {
      const view = views.get(file);
      if (view === undefined || view.network === 'none') throw new SolsteadError('plugin.unknown', { at: file });
      consent.allow(join(folder, file), isAllowed);
      return shown(view);
    },
  };
}
