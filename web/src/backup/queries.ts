// The query of backups, and sending one in parts.
import { queryOptions } from '@tanstack/react-query';
import type { RestoreState } from '#api/backup.ts';
import { call, failureOf, RequestError } from '../api.ts';
import { clock } from '../clock.ts';
import { t } from '../words.ts';

/** Everything about backups; asked often while one is made. */
export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => call('readBackups', { signal }),
  refetchInterval: ({ state }) => (state.data?.work === undefined ? 60_000 : 700),
});

const workWords = {
  write: 'backups.write',
  verify: 'backups.verify',
  send: 'backups.send',
  load: 'backups.load',
} as const;

/** What is under way, in words. */
export function workText({ step, share }: NonNullable<RestoreState['work']>): string {
  return t(workWords[step], { percent: Math.round(share * 100) });
}

/** A file to be restored. */
export interface RestoreAsk {
  readonly file: File;
  readonly passphrase: string;
  readonly code: string;
  readonly replace: boolean;
  onProgress(words: string): void;
}

/** Tries of a part: a connection may break, and the upload goes on where it was. */
const mostTries = 5;
const waitMs = 1000;

function base64(bytes: Uint8Array): string {
  return bytes.toBase64();
}

async function sendFile({ file, code, onProgress }: RestoreAsk): Promise<string> {
  const begun = await call('beginUpload', { body: { bytes: file.size, ...(code === '' ? {} : { code }) } });
  const { upload, partBytes } = begun;
  let { offset } = begun;
  for (let tries = 0; offset < file.size; ) {
    onProgress(t('restore.uploading', { percent: Math.round((offset / file.size) * 100) }));
    const bytes = new Uint8Array(await file.slice(offset, offset + partBytes).arrayBuffer());
    try {
      ({ offset } = await call('sendUploadPart', { params: { upload }, body: { offset, data: base64(bytes) } }));
      tries = 0;
    } catch (thrown) {
      tries += 1;
      if (!(thrown instanceof RequestError) || thrown.status !== 0 || tries >= mostTries) throw thrown;
      await clock.sleep(waitMs * tries);
      ({ offset } = await call('readUpload', { params: { upload } }));
    }
  }
  return upload;
}

/** Sends a backup and restores it; throws a RequestError. */
export async function restore(ask: RestoreAsk): Promise<void> {
  const { passphrase, replace, onProgress } = ask;
  const upload = await sendFile(ask);
  const body = { replace, ...(passphrase === '' ? {} : { passphrase }) };
  let state = await call('restoreUpload', { params: { upload }, body });
  while (state.state === 'running') {
    if (state.work !== undefined) onProgress(workText(state.work));
    await clock.sleep(waitMs);
    state = await call('readRestore', { params: { upload } }).catch((thrown: unknown): RestoreState => {
      // While the homes change places nobody may answer.
      if (failureOf(thrown).code === 'web.unreachable') return { state: 'running' };
      throw thrown;
    });
  }
  const { failure } = state;
  if (failure !== undefined)
    throw new RequestError({ code: failure.code, message: '', repair: '', reason: failure.reason }, 409);
}
