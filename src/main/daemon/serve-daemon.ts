// `solstead daemon`: the file, its devices and outputs, the service manager, and what a signal asks for.
import { rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Logger } from 'pino';
import type { LinkAddress } from '#core/address.ts';
import { isWithin, systemClock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { Link } from '#core/link.ts';
import { because, inEnglish, said } from '#core/reason.ts';
import type { SecretStore } from '#core/secrets.ts';
import { countingSleep } from '#core/suspended-clock.ts';
import type { DaemonFile, ServedDaemon } from '#cli/context.ts';
import type { DaemonFlags } from '#cli/flags.ts';
import { isLookedThrough } from '#devices/mpp-solar/rounds.ts';
import { type DaemonPlan, hasReaders, type PlannedDevice } from '#daemon/plan.ts';
import { placedIn } from '#daemon/read-plan.ts';
import type { Registry } from '#devices/on-demand.ts';
import { openFolder } from '#store/folder.ts';
import { readRegularFileSync } from '#store/regular-file.ts';
import { makeHttpAccounts } from '#transport/http-accounts.ts';
import { linksWith } from '#transport/open-link.ts';
import { serviceEnvironment, stateDirectory, systemBusAddress } from '../environment.ts';
import { makeLog } from '../log.ts';
import { openServiceManager, type ServiceManager } from '../sd-notify.ts';
import { makeExampleLink } from '../example-link.ts';
import { readDaemonFile } from './daemon-file.ts';
import { openDaemon, type RunningDaemon } from './run-daemon.ts';

const clock = countingSleep(systemClock, () => uptime() * 1000);

/** A file with which nothing is wrong. */
type RightFile = Extract<DaemonFile, { readonly plan: unknown }>;

/** Longest time for the last word to the service manager, ms. */
const goodbyeMs = 2000;
/** How often it is looked how it goes, ms. */
const lookMs = 5000;

/** Links with these passwords and keys; that one stands for examples is noted with the file. */
function linksOver(secrets: Pick<SecretStore, 'read'>): (address: LinkAddress) => Link {
  const links = linksWith({
    clock,
    systemBus: systemBusAddress(),
    secrets,
    accounts: makeHttpAccounts(secrets, clock),
  });
  return (address) => (address.scheme === 'test' ? makeExampleLink(address, clock) : links(address));
}

/** The folder of what waits: that of the flag, else that of systemd. */
const folderOf = ({ data }: Pick<DaemonFlags, 'data'>): string | undefined => data ?? stateDirectory();

/** Reads the file of the flags. Errors: `input.usage`. */
export function fileOf(flags: Pick<DaemonFlags, 'configfile' | 'data'>, registry: Registry): Promise<DaemonFile> {
  return readDaemonFile(flags.configfile, { registry, hasFolder: folderOf(flags) !== undefined });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Writes the number of this process; the returned function takes it away. Errors: `input.usage`. */
function writePid(path: string): () => void {
  try {
    const before = Number(readRegularFileSync(path, 100));
    if (before > 0 && before !== process.pid && isAlive(before))
      throw new SolsteadError('input.usage', { at: path, why: because('daemon.pid-taken', { pid: before }) });
  } catch (error) {
    if (isSolsteadError(error, 'input.usage')) throw error;
    // There is none, or it holds no number: it is written anew.
  }
  try {
    writeFileSync(path, `${process.pid}\n`, { mode: 0o644 });
  } catch (error) {
    throw new SolsteadError('input.usage', { at: path, why: said(error), cause: error });
  }
  return () => rmSync(path, { force: true });
}

interface Running {
  readonly daemon: RunningDaemon;
  readonly manager: ServiceManager;
  readonly log: Logger;
}

/** Tells the service manager how it goes, and that it goes on. */
function report({ daemon, manager, log }: Running): () => void {
  const stop = clock.every(lookMs, () => manager.status(daemon.status()));
  manager.watch(() => {
    const overdue = daemon.overdue();
    if (overdue.length > 0)
      log.error({ devices: overdue }, 'devices have given no sign for longer than their rounds can take');
    return overdue.length === 0;
  });
  return stop;
}

/** Reads the file again: a wrong one changes nothing. */
async function reload(flags: DaemonFlags, registry: Registry, { daemon, manager, log }: Running): Promise<void> {
  await manager.reloading();
  try {
    const file = await fileOf(flags, registry);
    if ('complaints' in file) {
      for (const note of file.notes) log.warn({}, inEnglish(placedIn(file.name, note)));
      for (const complaint of file.complaints) log.error({}, inEnglish(placedIn(file.name, complaint)));
      log.error({ count: file.complaints.length }, 'the file is wrong: everything goes on as before');
    } else {
      for (const note of file.notes) log.warn({}, inEnglish(placedIn(file.name, note)));
      await daemon.change(file.plan);
      log.info({ devices: file.plan.devices.length }, 'the file was read again');
    }
  } catch (error) {
    // One that is gone is a mistake as any other in it.
    if (isSolsteadError(error, 'input.usage')) log.error({}, `${error.message}: everything goes on as before`);
    else log.error({ err: error }, 'the file could not be taken');
  }
  await manager.ready(daemon.status());
}

/** Longer than one that runs once can take: no device has a second round, s. */
const onceSeconds = 86_400;

/** A plan for one turn: what a device would be asked now and then is asked now. */
async function wholeTurn({ devices, ...plan }: DaemonPlan, registry: Registry): Promise<DaemonPlan> {
  const whole = async (device: PlannedDevice): Promise<PlannedDevice> => {
    const definition = await registry.definitionOf(device.definition);
    if (!('live' in definition)) return device;
    if (device.commands !== undefined) return { ...device, everySeconds: onceSeconds };
    const { live, settings } = definition;
    // What one that is looked through has is known then.
    const rounds = [
      { name: 'get_status', asks: live.commands, what: 'status', isEach: true },
      { name: 'get_settings', asks: settings.commands, what: 'settings', isEach: true },
    ] as const;
    if (isLookedThrough(definition)) return { ...device, everySeconds: onceSeconds, commands: rounds };
    const names = [...new Set([...definition.live.commands, ...definition.settings.commands])];
    return { ...device, everySeconds: onceSeconds, commands: names.map((name) => ({ name, asks: [name] })) };
  };
  return { ...plan, devices: await Promise.all(devices.map(whole)) };
}

/**
 * Asks each device of a file once, and resolves when outputs have what was said. Errors: `link.timeout` with the devices that were silent, `command.refused` with
 * those that answered and refused a command,
 * `output.failed` if a server does not have all, those of {@link serveDaemon}.
 */
export async function runDaemonOnce(flags: DaemonFlags, registry: Registry, file: RightFile): Promise<void> {
  const log = makeLog(flags.logLevel, flags.logFormat);
  for (const note of file.notes) log.warn({}, inEnglish(placedIn(file.name, note)));
  const folder = folderOf(flags);
  const held = folder !== undefined && hasReaders(file.plan) ? openFolder(folder) : undefined;
  try {
    const daemon = await openDaemon(await wholeTurn(file.plan, registry), {
      clock,
      log,
      registry,
      folder: held?.path ?? folder,
      linksWith: linksOver,
      isOnce: true,
    });
    const { silent, isRefused, waiting } = await daemon.finished();
    await daemon.close();
    const at = file.name;
    if (waiting > 0)
      throw new SolsteadError('output.failed', { at, why: because('daemon.once-waiting', { count: waiting }) });
    if (silent.length > 0 && isRefused)
      throw new SolsteadError('command.refused', { at, why: because('daemon.once-refused', { devices: silent }) });
    if (silent.length > 0)
      throw new SolsteadError('link.timeout', { at, why: because('daemon.once-silent', { devices: silent }) });
  } finally {
    held?.close();
  }
}

/** Runs what a file says. Errors: `input.usage`, `input.invalid`, `folder.*`, `store.*`. */
export async function serveDaemon(flags: DaemonFlags, registry: Registry, file: RightFile): Promise<ServedDaemon> {
  const log = makeLog(flags.logLevel, flags.logFormat);
  for (const note of file.notes) log.warn({}, inEnglish(placedIn(file.name, note)));
  const opened = new AsyncDisposableStack();
  try {
    if (flags.pidfile !== undefined) opened.defer(writePid(flags.pidfile));
    const folder = folderOf(flags);
    const isKept = folder !== undefined && hasReaders(file.plan);
    const held = isKept ? openFolder(folder) : undefined;
    if (held !== undefined) opened.defer(() => held.close());
    const daemon = await openDaemon(file.plan, {
      clock,
      log,
      registry,
      folder: held?.path ?? folder,
      linksWith: linksOver,
    });
    opened.defer(() => daemon.close());
    const manager = openServiceManager({ clock, environment: serviceEnvironment(), log });
    opened.defer(() => manager.close());
    const running = { daemon, manager, log };
    opened.defer(report(running));
    log.info({ devices: file.plan.devices.map(({ name }) => name) }, 'devices are read');
    await manager.ready(daemon.status());
    let last: Promise<void> = Promise.resolve();
    return {
      reload() {
        last = last.then(() => reload(flags, registry, running));
        return last;
      },
      async close() {
        log.info({}, 'ending');
        // The last word to the service manager may not hold the end up.
        const told = manager.stopping('ending');
        await last;
        await opened.disposeAsync();
        await isWithin(clock, goodbyeMs, told);
      },
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
