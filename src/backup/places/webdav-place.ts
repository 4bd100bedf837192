// Backups on a WebDAV server: Nextcloud, ownCloud, a NAS. Source: RFC 4918 (PUT, MOVE, PROPFIND, DELETE).
import { ask, expectStatus, plainText, textOf } from '../http.ts';
import { assertArrived, atPlace, type BackupPlace, type FarFile, partName, told } from '../place.ts';
import type { IsForbidden } from '../reach.ts';

/** Where it is, and who asks. */
export interface WebdavOptions {
  /** Folder of the backups, such as `https://cloud.example.com/remote.php/dav/files/anna/solstead`. */
  readonly url: string;
  readonly account: string;
  readonly password: string;
  readonly isForbidden: IsForbidden;
}

/** A tag of any prefix: servers choose their own. */
const tag = (name: string): string => `<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>`;
const responses = new RegExp(`${tag('response')}(.*?)</(?:[\\w-]+:)?response>`, 'gs');
const contentOf = (xml: string, name: string): string | undefined => new RegExp(`${tag(name)}([^<]*)</`).exec(xml)?.[1];

function filesIn(xml: string, folder: URL): readonly FarFile[] {
  return [...xml.matchAll(responses)].flatMap(([, response = '']) => {
    const href = contentOf(response, 'href');
    if (href === undefined || /<(?:[\w-]+:)?collection\s*\/?>/.test(response)) return [];
    const { pathname } = new URL(plainText(href.trim()), folder);
    const name = decodeURIComponent(pathname.split('/').at(-1) ?? '');
    return [{ name, bytes: Number(contentOf(response, 'getcontentlength') ?? 0) }];
  });
}

/** A folder of a WebDAV server. Errors: `backup.place`. */
export function webdavPlace({ url, account, password, isForbidden }: WebdavOptions): BackupPlace {
  const folder = new URL(url.endsWith('/') ? url : `${url}/`);
  const at = `${folder.origin}${folder.pathname}`;
  const authorization = `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`;
  const of = (name: string): URL => new URL(encodeURIComponent(name), folder);
  const answered = async (
    asked: { readonly method: string; readonly url: URL; readonly headers?: Readonly<Record<string, string>> },
    statuses: readonly number[],
    body?: AsyncIterable<Uint8Array> | Uint8Array,
  ) => {
    const headers = { authorization, ...asked.headers };
    const answer = await ask({ ...asked, headers, isForbidden, ...(body === undefined ? {} : { body }) });
    return expectStatus(answer, { at, method: asked.method, statuses });
  };
  const done = async (...args: Parameters<typeof answered>): Promise<void> => {
    (await answered(...args)).resume();
  };
  return {
    at,
    list: () =>
      atPlace(at, async () => {
        const find = { method: 'PROPFIND', url: folder, headers: { depth: '1', 'content-length': '0' } };
        const answer = await answered(find, [207, 404]);
        const text = await textOf(answer);
        return answer.statusCode === 404 ? [] : filesIn(text, folder);
      }),
    put: (name, file, onSent) =>
      atPlace(at, async () => {
        // There already, or not to be made: then the next request says so.
        await done({ method: 'MKCOL', url: folder }, [201, 301, 403, 405, 409]);
        const part = of(partName(name));
        const headers = { 'content-length': String(file.bytes), 'content-type': 'application/octet-stream' };
        await done({ method: 'PUT', url: part, headers }, [200, 201, 204], told(file, onSent));
        await assertArrived(at, file, await answered({ method: 'GET', url: part }, [200]));
        const move = { destination: of(name).href, overwrite: 'T' };
        await done({ method: 'MOVE', url: part, headers: move }, [201, 204]);
      }),
    get: (name) => atPlace(at, () => answered({ method: 'GET', url: of(name) }, [200])),
    remove: (name) => atPlace(at, () => done({ method: 'DELETE', url: of(name) }, [200, 204, 404])),
    close: async () => undefined,
  };
}
