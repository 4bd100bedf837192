// The computer itself: its disk, its clock, its ports, Bluetooth, and names in its networks.
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bad, type Checked, doubtful, good, skipped } from '#core/check-up.ts';
import { systemTimeZone } from '#core/clock.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { FoundPort } from '#core/field.ts';
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';
import { version } from '#cli/version.ts';
import { findPorts } from '#transport/find-ports.ts';
import { networkNames } from '#transport/mdns/network-names.ts';
import { fileHolder } from '#transport/port-holder.ts';
import { askClockSync } from '../clock-sync.ts';
import { type DiskRoom, diskRoom, roomTrouble } from '../disk-watch.ts';
import { helpWithSystem, lastWrittenMs, nearestFolder } from './data-folder.ts';
import { checkUpdate } from '../update-check.ts';
import type { DoctorParts } from './doctor-parts.ts';

/** Which program this is, and on what it runs. */
export async function checkProgram({
  clock,
  updateCheck,
}: Pick<DoctorParts, 'clock' | 'updateCheck'>): Promise<readonly Checked[]> {
  const { platform, arch, versions } = process;
  const known = { version: version(), node: versions.node, system: `${platform} ${arch}` };
  const newer = updateCheck === undefined ? [] : [await checkUpdate(updateCheck, { clock, version: version() })];
  return [good(because('doctor.program', known)), ...newer];
}

/** Writes that are timed; the middle one counts. From this on a disk is slow, ms: a good card takes ten. */
const [timedWrites, slowMs] = [7, 100] as const;

/** How long one small write takes until it is safe on the disk, ms. Throws the errors of `node:fs`. */
function syncMs(folder: string, { monotonicMs }: DoctorParts['clock']): number {
  const path = join(folder, `doctor-${process.pid}.tmp`);
  const file = openSync(path, 'wx', 0o600);
  try {
    const times = Array.from({ length: timedWrites }, () => {
      const startMs = monotonicMs();
      writeSync(file, Buffer.alloc(4096));
      fsyncSync(file);
      return monotonicMs() - startMs;
    });
    return times.toSorted((left, right) => left - right)[timedWrites >> 1] ?? 0;
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}

/** Room, whether anything can be written, and how long that takes. */
export async function checkDisk({ data, clock }: DoctorParts): Promise<readonly Checked[]> {
  const folder = nearestFolder(data);
  const lines: Checked[] = [];
  try {
    lines.push(roomLine(folder, await diskRoom(folder)));
    const ms = Math.round(syncMs(folder, clock) * 10) / 10;
    lines.push(
      ms < slowMs
        ? good(because('doctor.sync', { ms }))
        : doubtful(because('doctor.sync-slow', { ms }), because('help.doctor-sync')),
    );
  } catch (thrown) {
    const help = helpWithSystem(thrown) ?? because('help.doctor-unwritable');
    lines.push(bad(because('doctor.unwritable', { at: external(folder), reason: said(thrown) }), help));
  }
  return lines;
}

/** How much room there is. */
function roomLine(folder: string, room: DiskRoom): Checked {
  const trouble = roomTrouble(folder, room);
  if (trouble === undefined)
    return good(because('doctor.room', { at: external(folder), left: Math.floor(room.freeBytes / 2 ** 20) }));
  const isLow = trouble.code === 'disk.low' || trouble.code === 'disk.few-entries';
  return { state: isLow ? 'warn' : 'fail', what: trouble, help: because('help.doctor-room') };
}

/** Whether the clock can be trusted. */
export async function checkClock(
  { data, clock }: Pick<DoctorParts, 'data' | 'clock'>,
  ask: () => Promise<boolean | undefined> = askClockSync,
): Promise<readonly Checked[]> {
  const zone = systemTimeZone();
  const [now, last] = [clock.nowMs(), lastWrittenMs(resolve(data))];
  const isSynchronised = await ask();
  const early =
    last !== undefined && last > now + minuteMs
      ? [bad(because('doctor.clock-early', { now, last: Math.round(last) }), because('help.doctor-clock-early'))]
      : [];
  if (isSynchronised === undefined) return [skipped(because('doctor.clock-unknown', { zone })), ...early];
  if (isSynchronised) return [good(because('doctor.clock', { zone })), ...early];
  return [doubtful(because('doctor.clock-free', { zone }), because('help.doctor-clock')), ...early];
}

/** Whether a process is a Solstead, by how it was called. */
async function isOurs(pid: number): Promise<boolean> {
  const call = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return call.includes('solstead');
}

async function checkPort({ path, title, kind, usable, problem }: FoundPort): Promise<Checked> {
  const named = { path: external(path), title: external(title) };
  if (!usable) {
    const what = because('doctor.port-barred', { ...named, reason: problem ?? because('port.no-access') });
    const help = kind === 'hid' ? because('help.doctor-hid') : because('help.doctor-serial');
    return problem?.code === 'port.no-access' ? bad(what, help) : bad(what);
  }
  const holder = await fileHolder(path);
  if (holder === undefined) return good(because('doctor.port', named));
  const { pid, name } = holder;
  if (await isOurs(pid)) return good(because('doctor.port-own', { ...named, pid }));
  const what = because('doctor.port-held', { ...named, pid, name: external(name) });
  return doubtful(what, because('help.doctor-port-held'));
}

/** The ports: whether each may be opened, and who has it. */
export async function checkPorts(find: () => Promise<readonly FoundPort[]> = findPorts): Promise<readonly Checked[]> {
  if (process.platform !== 'linux') return [skipped(because('doctor.not-linux'))];
  const ports = await find();
  if (ports.length === 0) return [good(because('doctor.no-ports'))];
  return Promise.all(ports.map(checkPort));
}

/** The Bluetooth adapter. A computer without one is as good as any. */
export async function checkBluetooth({ clock, environment }: DoctorParts): Promise<readonly Checked[]> {
  const { bluetoothAdapter } = await import('#transport/ble-scan.ts');
  try {
    const adapter = await bluetoothAdapter({ clock, systemBus: environment('DBUS_SYSTEM_BUS_ADDRESS') });
    return [good(because('doctor.bluetooth', { adapter: external(adapter) }))];
  } catch (thrown) {
    if (!isSolsteadError(thrown) || thrown.reason === undefined) throw thrown;
    const { reason, help } = thrown;
    const isAbsent = ['ble.no-adapter', 'ble.no-bluez', 'ble.no-bus'].includes(reason.code);
    return [isAbsent ? skipped(reason, help) : doubtful(reason, help)];
  }
}

/** How long names are asked for, ms. */
const namesMs = 900;

/** Names in the local network. */
export async function checkNetwork({ clock }: Pick<DoctorParts, 'clock'>): Promise<readonly Checked[]> {
  const troubles: string[] = [];
  const names = networkNames({ clock, tell: (line) => void troubles.push(line) });
  const found = await names.browse(['_solstead._tcp'], namesMs);
  const [trouble] = troubles;
  if (trouble === undefined) return [good(because('doctor.mdns', { count: found.length }))];
  return [doubtful(because('doctor.mdns-none', { reason: said(trouble) }), because('help.doctor-mdns'))];
}
