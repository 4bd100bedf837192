// Digest authentication of HTTP with SHA-256. Source: RFC 7616; [shelly-rpc], Authentication: user `admin`, the realm is the device's id.

/** What a server asks for. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  /** The last nonce was too old: the password may well be right. */
  readonly isStale: boolean;
}

/** What is answered with. */
export interface DigestAnswer {
  readonly method: string;
  /** Path and query, as in the request. */
  readonly uri: string;
  readonly username: string;
  /** Of user, realm and password, as {@link digestKey} makes it. */
  readonly key: string;
  /** How often this nonce was used, this time included. */
  readonly count: number;
  /** A number used once, ours. */
  readonly cnonce: string;
}

/** Longest header that is read, characters. */
const longest = 2000;

// Taken when it is used: few devices have a password, and it loads more of Node than all else here.
const sha256 = (text: string): string =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(text, 'utf8').digest('hex');
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** The parameters of one scheme: `a=b, c="d"`. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', inQuotes, bare = ''] of text.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g))
    found.set(name.toLowerCase(), inQuotes === undefined ? bare : inQuotes.replaceAll(/\\(.)/g, '$1'));
  return found;
}

/** The challenge of a `WWW-Authenticate` header; undefined if it asks for anything but SHA-256 over the request. */
export function readDigestChallenge(header: string): DigestChallenge | undefined {
  if (header.length > longest) return undefined;
  for (const part of header.split(/(?:^|,)\s*(?=Digest\s)/i)) {
    if (!/^digest\s/i.test(part)) continue;
    const found = parametersOf(part.slice('digest '.length));
    const [realm, nonce, opaque] = [found.get('realm'), found.get('nonce'), found.get('opaque')];
    const offered = (found.get('qop') ?? '').split(',').map((one) => one.trim());
    if (realm === undefined || nonce === undefined || !offered.includes('auth')) continue;
    if (found.get('algorithm')?.toUpperCase() !== 'SHA-256' || /\p{Cc}/u.test(realm + nonce + (opaque ?? ''))) continue;
    const isStale = found.get('stale')?.toLowerCase() === 'true';
    return { realm, nonce, isStale, ...(opaque === undefined ? {} : { opaque }) };
  }
  return undefined;
}

/** What stands for a password in a realm. */
export function digestKey(username: string, realm: string, password: string): string {
  return sha256(`${username}:${realm}:${password}`);
}

/** The `Authorization` header. */
export function digestHeader({ realm, nonce, opaque }: DigestChallenge, answer: DigestAnswer): string {
  const { method, uri, username, key, cnonce } = answer;
  const count = answer.count.toString(16).padStart(8, '0');
  const response = sha256([key, nonce, count, cnonce, 'auth', sha256(`${method}:${uri}`)].join(':'));
  const parts = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    'algorithm=SHA-256',
    'qop=auth',
    `nc=${count}`,
    `cnonce=${quoted(cnonce)}`,
    `response=${quoted(response)}`,
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ];
  return `Digest ${parts.join(', ')}`;
}
