// Backups behind the door: who manages them may see and do everything with them, and each act is logged.
import type { BackupDesk } from '#core/backup.ts';
import { everySite, type Permission, type Principal } from '#core/access.ts';
import { SolsteadError } from '#core/errors.ts';
import { permit } from '#core/permit.ts';
import { because } from '#core/reason.ts';
import type { Performer } from './perform.ts';
import type { BackupDoor } from './types.ts';

interface Visit {
  readonly inside: { readonly backups?: BackupDesk | undefined };
  readonly performer: Performer;
  readonly principal: Principal;
}

const permission: Permission = { action: 'backup.manage', site: everySite };

/** What there is to do with backups. */
export function backupDoor({ inside, performer, principal }: Visit): BackupDoor {
  const desk = (): BackupDesk => {
    if (inside.backups !== undefined) return inside.backups;
    throw new SolsteadError('backup.failed', { at: 'backup', why: because('backup.no-desk') });
  };
  const act = <T>(name: string, subject: string, run: () => Promise<T>): Promise<T> =>
    performer.perform(principal, { permission, name, subject }, run);
  // A backup holds every secret, and a place or a passphrase gives it away: whoever sits there proves who it is.
  const sensitive = <T>(name: string, subject: string, run: () => Promise<T>): Promise<T> =>
    performer.perform(principal, { permission, name, subject, isSensitive: true }, run);
  return {
    async view() {
      permit(principal, permission);
      return desk().view();
    },
    make: () => act('make backup', '', () => desk().make()),
    save: (change) => sensitive('set backups', JSON.stringify(change.settings), () => desk().save(change)),
    // It writes where it is told to, and shows a kept secret to whoever answers there.
    test: (place, secret) => sensitive('test backup place', place.id, () => desk().test(place, secret)),
    read: (place, name) => sensitive('take backup', `${place} ${name}`, () => desk().read(place, name)),
    assertMayTake: () =>
      performer.perform(
        principal,
        { permission, name: 'take backup', subject: '', isSensitive: true, done: () => undefined },
        async () => undefined,
      ),
    restore: (subject, run) => sensitive('restore backup', subject, run),
  };
}
