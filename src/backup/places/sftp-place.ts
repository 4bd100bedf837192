// Backups on an SSH server by SFTP. The key of the host is pinned at the first use: another one later is refused.
// Source: draft-ietf-secsh-filexfer-02.
import { createHash } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Client, type ConnectConfig, type SFTPWrapper } from 'ssh2';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { assertArrived, atPlace, type BackupPlace, type LocalFile, partName, placeError, told } from '../place.ts';
import { assertReachable, type IsForbidden, reachableLookup } from '../reach.ts';

/** Where it is, and who asks. */
export interface SftpOptions {
  readonly host: string;
  readonly port: number;
  readonly account: string;
  /** A password, or a private key in OpenSSH's or PEM form without a passphrase. */
  readonly secret: string;
  readonly path: string;
  /** `SHA256:…` as `ssh-keygen -l` prints it; absent: the key that is met is told and believed. */
  readonly hostKey?: string | undefined;
  readonly isForbidden: IsForbidden;
  onHostKey(fingerprint: string): void;
  /** Whether a key that is not known is refused instead. */
  readonly isHostNamed?: boolean;
}

/** Longest wait for a connection, ms. */
const connectMs = 20_000;

/** The fingerprint of a key, as `ssh-keygen -l` prints it. */
const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replaceAll('=', '')}`;

interface Session {
  readonly client: Client;
  readonly sftp: SFTPWrapper;
}

async function connect(options: SftpOptions, at: string): Promise<Session> {
  const { host, port, account: username, secret, hostKey, isHostNamed = false, isForbidden } = options;
  assertReachable(at, host, isForbidden);
  const client = new Client();
  let met = '';
  const config: ConnectConfig = {
    // The client asks the system alone where a name leads.
    sock: connectTcp({ host, port, lookup: reachableLookup(at, isForbidden) }),
    username,
    readyTimeout: connectMs,
    keepaliveInterval: connectMs,
    hostVerifier: (key: Buffer) => {
      met = fingerprintOf(key);
      return hostKey === undefined ? !isHostNamed : hostKey === met;
    },
    ...(secret.includes('PRIVATE KEY') ? { privateKey: secret } : { password: secret }),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      client.end();
      const isRefused = met !== '' && (hostKey === undefined ? isHostNamed : met !== hostKey);
      const found = external(met);
      const why =
        hostKey === undefined
          ? because('backup.host-key-new', { found })
          : because('backup.host-key', { found, known: external(hostKey) });
      reject(isRefused ? placeError(at, why, error) : error);
    };
    client.on('error', fail);
    client.once('ready', () => {
      if (hostKey === undefined) options.onHostKey(met);
      client.sftp((error, sftp) => (error === undefined ? resolve({ client, sftp }) : fail(error)));
    });
    client.connect(config);
  });
}

/** A call of the client as a promise. */
const called = <T>(
  call: (done: (error: Error | null | undefined, value?: T) => void) => void,
): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    call((error, value) => (error === undefined || error === null ? resolve(value) : reject(error)));
  });

/** SSH_FX_NO_SUCH_FILE. */
const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 2;

async function makeFolder(sftp: SFTPWrapper, path: string): Promise<void> {
  const parts = path.split('/').filter((part) => part !== '');
  for (let count = 1; count <= parts.length; count += 1) {
    const folder = `${path.startsWith('/') ? '/' : ''}${parts.slice(0, count).join('/')}`;
    // There already, or not to be made: then what follows says so.
    await called((done) => sftp.mkdir(folder, done)).catch(() => undefined);
  }
}

/** A folder of an SSH server. Errors: `backup.place`. */
export function sftpPlace(options: SftpOptions): BackupPlace {
  const { host, port, path } = options;
  const at = `sftp://${host}:${port}/${path.replace(/^\//, '')}`;
  let session: Promise<Session> | undefined;
  const open = async (): Promise<SFTPWrapper> => {
    session ??= connect(options, at);
    try {
      return (await session).sftp;
    } catch (error) {
      session = undefined;
      throw error;
    }
  };
  const of = (name: string): string => `${path.replace(/\/$/, '')}/${name}`;
  const send = async (name: string, file: LocalFile, onSent?: (bytes: number) => void): Promise<void> => {
    const sftp = await open();
    await makeFolder(sftp, path);
    const part = of(partName(name));
    await pipeline(told(file, onSent), sftp.createWriteStream(part, { mode: 0o600 }));
    await assertArrived(at, file, sftp.createReadStream(part));
    // Servers of this version of the protocol refuse to rename over a file.
    await called((done) => sftp.unlink(of(name), done)).catch(() => undefined);
    await called((done) => sftp.rename(part, of(name), done));
  };
  return {
    at,
    list: () =>
      atPlace(at, async () => {
        const sftp = await open();
        await makeFolder(sftp, path);
        const files =
          (await called<Parameters<Parameters<SFTPWrapper['readdir']>[1]>[1]>((done) => sftp.readdir(path, done))) ??
          [];
        return files.map(({ filename, attrs }) => ({ name: filename, bytes: attrs.size }));
      }),
    put: (name, file, onSent) => atPlace(at, () => send(name, file, onSent)),
    get: (name) => atPlace(at, async () => (await open()).createReadStream(of(name))),
    remove: (name) =>
      atPlace(at, async () => {
        const sftp = await open();
        await called((done) => sftp.unlink(of(name), done)).catch((error: unknown) => {
          if (!isMissing(error)) throw error;
        });
      }),
    async close() {
      const last = session;
      session = undefined;
      (await last?.catch(() => undefined))?.client.end();
    },
  };
}
