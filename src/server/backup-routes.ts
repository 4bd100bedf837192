// Backups, and a restore by whoever owns the home – or, while nobody does, by whoever knows the set-up code.
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { type Backups, type RestoreState, type Upload, uploadPartBytes } from '#api/backup.ts';
import type { backupEndpoints } from '#api/endpoints/backup.ts';
import type { BackupView, RestoreDesk, UploadSender, UploadState } from '#core/backup.ts';
import { SolsteadError } from '#core/errors.ts';
import { networkOf } from '#core/network-of.ts';
import { because } from '#core/reason.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { watched } from './export-route.ts';
import type { RouteContext } from './route-context.ts';
import { assertPerson, callerOf, doorOf } from './session.ts';
import type { CodeCheck } from './setup-code.ts';

const backupsMessage = ({ places, ...view }: BackupView): Backups => ({
  ...view,
  settings: { ...view.settings, places: [...view.settings.places] },
  places: places.map(({ backups, ...place }) => ({ ...place, backups: [...backups] })),
});

const uploadMessage = ({ upload, offset }: UploadState): Upload => ({ upload, offset, partBytes: uploadPartBytes });

/** Lets somebody through who may restore here. Errors: `access.signed-out`, `access.denied`, `input.invalid`. */
async function assertMayRestore(request: FastifyRequest, code: string | undefined, check: CodeCheck): Promise<void> {
  const caller = callerOf(request);
  if (caller.state === 'unclaimed') return check({ request, code, caller });
  if (caller.demo)
    throw new SolsteadError('access.denied', {
      at: 'restore',
      why: because('demo.no-set-up'),
      help: because('help.demo'),
    });
  await doorOf(request).backups.view();
  assertPerson(caller);
}

/** Lets somebody go on with an upload: of a home that has an owner, whoever may restore it; knowing its name is not enough. */
async function assertMaySend(request: FastifyRequest): Promise<void> {
  const caller = callerOf(request);
  if (caller.state === 'unclaimed') return;
  await doorOf(request).backups.view();
  assertPerson(caller);
}

/** Who sends an upload. */
function senderOf(request: FastifyRequest): UploadSender {
  const { door } = callerOf(request);
  if (door === undefined) return { kind: 'visitor', id: networkOf(request.ip) };
  return { kind: 'person', id: door.principal.id };
}

/** The desk of restores. Errors: `backup.refused`. */
function deskOf({ options: { restores } }: RouteContext): RestoreDesk {
  if (restores !== undefined) return restores;
  throw new SolsteadError('backup.refused', { at: 'restore', why: because('backup.no-desk') });
}

function downloadHandler(context: RouteContext): HandlersOf<typeof backupEndpoints>['downloadBackup'] {
  const { slots, sockets } = context;
  return async ({ params, request, reply }) => {
    const door = doorOf(request);
    const leave = slots.take(door.principal.id);
    const found = await door.backups.read(params.place, params.name).catch((error: unknown) => {
      leave();
      throw error;
    });
    const file: Readable = watched(found.stream, context.options.clock);
    const forget = sockets.watch(callerOf(request), () => file.destroy());
    file.once('close', () => {
      leave();
      forget();
    });
    reply.header('content-length', String(found.bytes));
    reply.header('content-disposition', `attachment; filename="${params.name}"`);
    return reply.type('application/octet-stream').send(file);
  };
}

/** Answers about backups and restores. */
export function backupHandlers(context: RouteContext): HandlersOf<typeof backupEndpoints> {
  const { sockets, assertCode } = context;
  return {
    readBackups: async ({ request }) => backupsMessage(await doorOf(request).backups.view()),
    async makeBackup({ request }) {
      const { backups } = doorOf(request);
      await backups.make();
      return backupsMessage(await backups.view());
    },
    async saveBackupSettings({ body, request }) {
      const { backups } = doorOf(request);
      await backups.save(body);
      return backupsMessage(await backups.view());
    },
    async testBackupPlace({ body, request }) {
      const hostKey = await doorOf(request).backups.test(body.place, body.secret);
      return hostKey === undefined ? {} : { hostKey };
    },
    async confirmDownload({ request }) {
      await doorOf(request).backups.assertMayTake();
    },
    downloadBackup: downloadHandler(context),
    async beginUpload({ body, request }) {
      await assertMayRestore(request, body.code, assertCode);
      return uploadMessage(await deskOf(context).begin(body.bytes, senderOf(request)));
    },
    async readUpload({ params, request }) {
      await assertMaySend(request);
      return uploadMessage(deskOf(context).state(params.upload));
    },
    async sendUploadPart({ params, body, request }) {
      await assertMaySend(request);
      return uploadMessage(await deskOf(context).put(params.upload, body.offset, Buffer.from(body.data, 'base64')));
    },
    async dropUpload({ params, request }) {
      await assertMaySend(request);
      await deskOf(context).drop(params.upload);
    },
    async restoreUpload({ params, body, request, reply }): Promise<RestoreState> {
      const caller = callerOf(request);
      const { passphrase, replace = false } = body;
      const desk = deskOf(context);
      const onSwapped = (): void => sockets.closeSwapped();
      reply.code(202);
      // Nobody owns what is there: it is kept beside the new home all the same.
      if (caller.state === 'unclaimed') {
        const by = { name: 'Visitor', kind: 'visitor' } as const;
        desk.restore(params.upload, { passphrase, isReplacing: true, by, onSwapped });
      } else {
        const door = doorOf(request);
        const { id, name } = door.principal;
        const order = { passphrase, isReplacing: replace, by: { id, name, kind: 'person' } as const, onSwapped };
        await door.backups.restore('upload', async () => desk.restore(params.upload, order));
      }
      return { state: 'running' };
    },
    readRestore: ({ params }) => deskOf(context).progress(params.upload),
  };
}
