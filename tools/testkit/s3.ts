// What the tests take for S3: the few calls that backups use, as the Amazon S3 API Reference describes them, in memory. Not S3
// itself: no package of Debian is. It checks signatures by the document's own steps, hashes of bodies, and parts.
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Owner } from './owner.ts';

/** A running emulator. */
export interface S3 {
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly id: string;
  readonly secret: string;
  readonly objects: Map<string, Buffer>;
  /** Uploads that were begun and neither completed nor aborted. */
  readonly uploads: Map<string, Map<number, Buffer>>;
  /** Answers the next so many requests with this status. */
  fail(status: number, times: number): void;
}

const hash = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** The signature that a request should have: "Signature Calculations for the Authorization Header", tasks 1 to 3. */
function signatureOf(request: IncomingMessage, { secret, region }: Pick<S3, 'secret' | 'region'>): string {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const names = /SignedHeaders=([^,]*)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name])}\n`);
  const bodyHash = String(request.headers['x-amz-content-sha256']);
  const stamp = String(request.headers['x-amz-date']);
  const sorted = query.split('&').toSorted().join('&');
  const canonical = [request.method, path, sorted, headers.join(''), names, bodyHash].join('\n');
  const scope = [stamp.slice(0, 8), region, 's3', 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', stamp, scope.join('/'), hash(canonical)].join('\n');
  const key = scope.reduce<Buffer | string>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

type Answer = readonly [status: number, body?: string | Buffer, headers?: Readonly<Record<string, string>>];

interface State extends Pick<S3, 'objects' | 'uploads'> {
  readonly own: Pick<S3, 'bucket' | 'region' | 'id' | 'secret'>;
  readonly failing: { status: number; times: number };
}

function listed(objects: ReadonlyMap<string, Buffer>, query: URLSearchParams): Answer {
  const prefix = query.get('prefix') ?? '';
  const after = query.get('continuation-token') ?? '';
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
  // Two at a time, so that pages are followed.
  const page = keys.slice(0, 2);
  const entries = page.map((key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.length}</Size></Contents>`);
  const isCut = keys.length > page.length;
  const next = isCut ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  return [200, `<ListBucketResult><IsTruncated>${isCut}</IsTruncated>${next}${entries.join('')}</ListBucketResult>`];
}

function answerer({ own, objects, uploads, failing }: State): (request: IncomingMessage) => Promise<Answer> {
  return async (request) => {
    const url = new URL(request.url ?? '', 'http://host');
    const body = await bodyOf(request);
    if (failing.times > 0) {
      failing.times -= 1;
      return [failing.status, '<Error><Code>SlowDown</Code></Error>'];
    }
    const given = /Signature=([0-9a-f]{64})/.exec(request.headers.authorization ?? '')?.[1];
    if (given !== signatureOf(request, own)) return [403, '<Error><Code>SignatureDoesNotMatch</Code></Error>'];
    if (request.headers['x-amz-content-sha256'] !== hash(body)) return [400, '<Error><Code>BadDigest</Code></Error>'];
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split('/');
    if (bucket !== own.bucket) return [404, '<Error><Code>NoSuchBucket</Code></Error>'];
    const key = rest.join('/');
    const upload = url.searchParams.get('uploadId');
    if (request.method === 'GET' && key === '') return listed(objects, url.searchParams);
    if (request.method === 'GET') {
      const found = objects.get(key);
      return found === undefined ? [404, '<Error><Code>NoSuchKey</Code></Error>'] : [200, found];
    }
    if (request.method === 'POST' && url.searchParams.has('uploads')) {
      const id = `upload ${uploads.size + 1}&`;
      uploads.set(id, new Map());
      return [200, `<R><UploadId>${id.replace('&', '&amp;')}</UploadId></R>`];
    }
    const parts = uploads.get(upload ?? '');
    if (request.method === 'PUT' && upload !== null) {
      parts?.set(Number(url.searchParams.get('partNumber')), body);
      return parts === undefined ? [404] : [200, '', { etag: `"${hash(body).slice(0, 32)}"` }];
    }
    if (request.method === 'POST') {
      const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"([0-9a-f]{32})"<\/ETag>/g)];
      const whole = named.map(([, number, etag]) => {
        const part = parts?.get(Number(number));
        return part !== undefined && hash(part).slice(0, 32) === etag ? part : undefined;
      });
      if (whole.includes(undefined)) return [200, '<Error><Code>InvalidPart</Code></Error>'];
      objects.set(key, Buffer.concat(whole.filter((part) => part !== undefined)));
      uploads.delete(upload ?? '');
      return [200, '<CompleteMultipartUploadResult/>'];
    }
    if (request.method === 'PUT') objects.set(key, body);
    else if (upload === null) objects.delete(key);
    else uploads.delete(upload);
    return [request.method === 'PUT' ? 200 : 204];
  };
}

/** Starts an emulator. */
export async function s3(owner: Owner): Promise<S3> {
  const own = { bucket: 'backups', region: 'eu-central-1', id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG' };
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const failing = { status: 0, times: 0 };
  const answer = answerer({ own, objects, uploads, failing });
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void answer(request).then(([status, body = '', headers = {}]) => response.writeHead(status, headers).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  owner.onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const fail = (status: number, times: number): void => void Object.assign(failing, { status, times });
  return { ...own, url: `http://127.0.0.1:${port}`, objects, uploads, fail };
}
