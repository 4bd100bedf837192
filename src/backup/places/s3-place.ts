// Backups in a bucket of S3, or of what speaks like it (MinIO, Garage, Backblaze, Hetzner). An object appears when all of its
// parts have arrived, each with its hash. Source: Amazon S3 API Reference (PutObject, the multipart calls, ListObjectsV2).
import { open, readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '#core/clock.ts';
import { because } from '#core/reason.ts';
import { awsEncoded, type AwsKey, sha256, signed } from '../aws-signature.ts';
import { ask, expectStatus, plainText, textOf } from '../http.ts';
import { atPlace, type BackupPlace, type FarFile, type LocalFile, placeError } from '../place.ts';
import type { IsForbidden } from '../reach.ts';

/** Where it is, and who asks. */
export interface S3Options extends AwsKey {
  readonly url: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly clock: Clock;
  readonly isForbidden: IsForbidden;
  /** Bytes of a part; for tests. */
  readonly partBytes?: number;
}

/** The smallest part that S3 takes is 5 MiB, and there are at most 10 000. */
const standardPartBytes = 8 * 2 ** 20;
const mostParts = 9000;
const emptyHash = sha256('');

interface S3Call {
  readonly method: string;
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

const tagOf = (xml: string, name: string): string | undefined => {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : plainText(text);
};

/** Asks a bucket; answers with another status are errors. */
type Caller = (call: S3Call, statuses?: readonly number[]) => Promise<IncomingMessage>;

interface Bucket {
  readonly at: string;
  readonly call: Caller;
  readonly text: (call: S3Call) => Promise<string>;
}

function bucketOf(options: S3Options): Bucket {
  const { bucket, prefix, clock, isForbidden } = options;
  const base = options.url.replace(/\/$/, '');
  const at = `${base}/${bucket}/${prefix}`;
  const call: Caller = async ({ method, key, query = {}, body }, statuses = [200]) => {
    const path = key === undefined ? '' : `/${key.split('/').map(awsEncoded).join('/')}`;
    const url = new URL(`${base}/${awsEncoded(bucket)}${path}`);
    const pairs = Object.entries(query).map(([name, value]) => `${awsEncoded(name)}=${awsEncoded(value)}`);
    url.search = pairs.toSorted().join('&');
    const bodyHash = body === undefined ? emptyHash : sha256(body);
    const headers = {
      ...signed({ method, url, bodyHash, atMs: clock.nowMs() }, options),
      'content-length': String(body?.length ?? 0),
    };
    const answer = await ask({ method, url, headers, isForbidden, ...(body === undefined ? {} : { body }) });
    return expectStatus(answer, { at, method, statuses });
  };
  return { at, call, text: async (asked) => textOf(await call(asked)) };
}

interface Sending {
  readonly key: string;
  readonly file: LocalFile;
  readonly onSent: ((bytes: number) => void) | undefined;
  readonly partBytes: number;
}

/** Sends the parts one after the other, and returns what puts them together. */
async function partsSent(
  { call }: Bucket,
  uploadId: string,
  { key, file, onSent, partBytes }: Sending,
): Promise<string> {
  const size = Math.max(partBytes, Math.ceil(file.bytes / mostParts));
  const source = await open(file.path);
  try {
    const parts: string[] = [];
    for (let from = 0; from < file.bytes; from += size) {
      const body = Buffer.alloc(Math.min(size, file.bytes - from));
      await source.read(body, 0, body.length, from);
      const partNumber = parts.length + 1;
      const answer = await call({ method: 'PUT', key, query: { partNumber: String(partNumber), uploadId }, body });
      answer.resume();
      const { etag = '' } = answer.headers;
      parts.push(`<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag}</ETag></Part>`);
      onSent?.(from + body.length);
    }
    return `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
  } finally {
    await source.close();
  }
}

async function sendParts(bucket: Bucket, sending: Sending): Promise<void> {
  const { at, call, text } = bucket;
  const { key } = sending;
  const uploadId = tagOf(await text({ method: 'POST', key, query: { uploads: '' } }), 'UploadId') ?? '';
  try {
    const body = Buffer.from(await partsSent(bucket, uploadId, sending));
    const answer = await text({ method: 'POST', key, query: { uploadId }, body });
    // It may begin with 200 and fail all the same.
    const failed = tagOf(answer, 'Code');
    if (failed !== undefined) throw placeError(at, because('backup.place-answer', { status: 200, method: failed }));
  } catch (error) {
    // Parts that stay would be paid for.
    await call({ method: 'DELETE', key, query: { uploadId } }, [204, 404]).then(
      (answer) => answer.resume(),
      () => undefined,
    );
    throw error;
  }
}

async function listed({ text }: Bucket, prefix: string): Promise<readonly FarFile[]> {
  const files: FarFile[] = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const query = {
      'list-type': '2',
      delimiter: '/',
      prefix,
      ...(token === '' ? {} : { 'continuation-token': token }),
    };
    const page = await text({ method: 'GET', query });
    for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs))
      files.push({ name: (tagOf(entry, 'Key') ?? '').slice(prefix.length), bytes: Number(tagOf(entry, 'Size')) });
    token = tagOf(page, 'IsTruncated') === 'true' ? tagOf(page, 'NextContinuationToken') : undefined;
  }
  return files;
}

/** A bucket. Errors: `backup.place`. */
export function s3Place(options: S3Options): BackupPlace {
  const { prefix, partBytes = standardPartBytes } = options;
  const bucket = bucketOf(options);
  const { at, call } = bucket;
  const keyOf = (name: string): string => `${prefix}${name}`;
  return {
    at,
    list: () => atPlace(at, () => listed(bucket, prefix)),
    put: (name, file, onSent) =>
      atPlace(at, async () => {
        if (file.bytes > partBytes) await sendParts(bucket, { key: keyOf(name), file, onSent, partBytes });
        else {
          const body = await readFile(file.path);
          (await call({ method: 'PUT', key: keyOf(name), body })).resume();
          onSent?.(body.length);
        }
        const found = (await listed(bucket, prefix)).find((one) => one.name === name);
        // Every byte went with its hash: what is left is whether all parts were put together.
        if (found?.bytes !== file.bytes) throw placeError(at, because('backup.not-arrived', { sent: file.bytes }));
      }),
    get: (name) => atPlace(at, () => call({ method: 'GET', key: keyOf(name) })),
    remove: (name) =>
      atPlace(at, async () => {
        (await call({ method: 'DELETE', key: keyOf(name) }, [200, 204, 404])).resume();
      }),
    close: async () => undefined,
  };
}
