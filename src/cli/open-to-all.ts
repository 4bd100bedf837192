// Files with a secret that everybody on this computer may read: told once by each command, with what closes them.
import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';

/** Whether everybody on this computer may read a file; no for one that is not there, and on Windows, which keeps permissions elsewhere. */
export function isOpenToAll(path: string): boolean {
  if (process.platform === 'win32') return false;
  // The last digit of its mode is that of the others.
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o004) !== 0;
}

/** Who runs this, by the name that the computer knows. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may have a number without a name.
    return String(process.getuid?.() ?? '');
  }
}

/** What closes a file to all but who runs this; of somebody else's, such as root's that a service reads, it becomes theirs first. */
export function closingOf(path: string): string {
  const close = `chmod 600 ${path}`;
  const isOwn = statSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.();
  return isOwn ? close : `chown ${ownName()} ${path} && ${close}`;
}

/** What is said of such a file. */
export const openSecret = (path: string): Reason =>
  because('file.secret-open', { file: external(path), how: external(closingOf(path)) });

/** Flags that name a file with a secret. */
const secretFlags = ['tokenFile', 'secretFile', 'passphraseFile', 'uplinkSecretFile'];

/** Tells of files with secrets that flags or the environment name. */
export function tellOpenSecrets(command: Command, err: { write(text: string): unknown }): void {
  for (const flag of secretFlags) {
    const path: unknown = command.getOptionValue(flag);
    if (typeof path === 'string' && isOpenToAll(path)) err.write(`Note: ${inEnglish(openSecret(path))}.\n`);
  }
}
