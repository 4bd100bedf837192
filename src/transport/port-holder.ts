// Which program listens on a port, or holds a file open, as far as Linux tells this user: /proc names sockets and files, and the processes
// that hold them.
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A program that holds something. */
export interface PortHolder {
  readonly pid: number;
  /** Its short name, cut by the system at 15 characters. */
  readonly name: string;
}

/** State of a socket that listens. Source: include/net/tcp_states.h of Linux. */
const listening = '0A';

/** Inodes of the sockets that listen on a port, of the text of /proc/net/tcp or tcp6. Source: proc_net_tcp of Linux. */
export function listeningInodes(text: string, port: number): readonly string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return text.split('\n').flatMap((line): readonly string[] => {
    const [, local = '', , state, ...rest] = line.trim().split(/\s+/);
    const inode = rest[5];
    const isIt = local.endsWith(`:${wanted}`) && state === listening;
    return isIt && inode !== undefined && /^[1-9]\d*$/.test(inode) ? [inode] : [];
  });
}

/** What cannot be read, or is gone meanwhile, says nothing. */
async function orNothing<T>(asked: Promise<T>, nothing: T): Promise<T> {
  try {
    return await asked;
  } catch {
    return nothing;
  }
}

async function holds(folder: string, links: ReadonlySet<string>): Promise<boolean> {
  for (const fd of await orNothing(readdir(join(folder, 'fd')), []))
    if (links.has(await orNothing(readlink(join(folder, 'fd', fd)), ''))) return true;
  return false;
}

/** The program that listens on a TCP port of this computer; undefined if the system does not tell. */
export async function portHolder(port: number, proc = '/proc'): Promise<PortHolder | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => orNothing(readFile(join(proc, 'net', name), 'utf8'), '')),
  );
  const links = new Set(tables.flatMap((text) => listeningInodes(text, port)).map((inode) => `socket:[${inode}]`));
  if (links.size === 0) return undefined;
  return firstHolder(links, proc);
}

async function firstHolder(links: ReadonlySet<string>, proc: string): Promise<PortHolder | undefined> {
  for (const entry of await orNothing(readdir(proc), [])) {
    if (!/^\d+$/.test(entry) || !(await holds(join(proc, entry), links))) continue;
    const name = (await orNothing(readFile(join(proc, entry, 'comm'), 'utf8'), '')).trim();
    if (name !== '') return { pid: Number(entry), name };
  }
  return undefined;
}

/** The program that holds a file or a serial port open, by its real path; undefined if none does, or the system does not tell. */
export const fileHolder = (path: string, proc = '/proc'): Promise<PortHolder | undefined> =>
  firstHolder(new Set([path]), proc);
