// What the desk of backups needs of a house that runs.
import type { Logger } from 'pino';
import type { DeskOptions } from '#backup/desk.ts';
import { type Clock, systemTimeZone } from '#core/clock.ts';
import type { SecretStore } from '#core/secrets.ts';
import { isMetadata } from '#transport/metadata-hosts.ts';
import type { ArchivedHome } from './home-archive.ts';

/** The options of the desk of a home. */
export function deskOptions(
  home: ArchivedHome,
  { clock, log, secrets }: { readonly clock: Clock; readonly log: Logger; readonly secrets: SecretStore },
): DeskOptions {
  return {
    folder: home.folder,
    clock,
    log,
    secrets,
    isForbidden: isMetadata,
    // The schedule follows the first home; without one, this computer.
    timeZone: async () => (await home.records.sites.list())[0]?.timeZone ?? systemTimeZone(),
    begin: async (asked) => (await import('./home-archive.ts')).beginArchive(home, asked),
    verify: async (file, onRead) => (await import('./restore-home.ts')).verifyBackup(file, onRead),
  };
}
