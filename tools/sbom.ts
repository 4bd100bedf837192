// What Solstead is made of when it runs, from the lock, as CycloneDX 1.6: one entry for each package that is installed without the
// development packages. The same lock gives the same file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** The packages of a lock file by their path in the tree. */
type LockedPackages = Readonly<Record<string, LockEntry>>;

/** `@scope/name` of `node_modules/a/node_modules/@scope/name`. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Package URL. Source: purl specification, type `npm`. */
const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

function hashesOf(integrity: string | undefined): readonly { readonly alg: string; readonly content: string }[] {
  const [, bits, base64] = /^sha(\d+)-(.+)$/.exec(integrity ?? '') ?? [];
  if (bits === undefined || base64 === undefined) return [];
  return [{ alg: `SHA-${bits}`, content: Buffer.from(base64, 'base64').toString('hex') }];
}

function componentOf(path: string, { version = '', integrity, license, optional }: LockEntry) {
  const name = nameOf(path);
  const hashes = hashesOf(integrity);
  const isOneId = license !== undefined && /^[\w.+-]+$/.test(license);
  const licenses = license === undefined ? [] : [isOneId ? { license: { id: license } } : { expression: license }];
  return {
    type: 'library',
    'bom-ref': purlOf(name, version),
    name,
    version,
    scope: optional === true ? 'optional' : 'required',
    ...(hashes.length === 0 ? {} : { hashes }),
    ...(licenses.length === 0 ? {} : { licenses }),
    purl: purlOf(name, version),
  };
}

/** The document of a lock. `inside`: paths of the packages that it lists; absent: all that are installed to run it. */
export function softwareBill(packages: LockedPackages, inside?: ReadonlySet<string>): object {
  const root = packages[''] ?? {};
  const components = new Map<string, ReturnType<typeof componentOf>>();
  for (const [path, entry] of Object.entries(packages)) {
    const isInside = inside === undefined ? entry.dev !== true : inside.has(path);
    if (path === '' || !isInside || entry.version === undefined) continue;
    const component = componentOf(path, entry);
    components.set(component.purl, component);
  }
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': 'solstead',
        name: 'solstead',
        version: root.version ?? '',
        licenses: [{ license: { id: root.license ?? 'MIT' } }],
      },
    },
    components: [...components.values()].toSorted((one, other) => (one.purl < other.purl ? -1 : 1)),
  };
}

/** The document of this checkout, as text. */
export function softwareBillFile(): string {
  const path = join(import.meta.dirname, '..', 'package-lock.json');
  const { packages } = JSON.parse(readFileSync(path, 'utf8')) as { packages: LockedPackages };
  return `${JSON.stringify(softwareBill(packages), undefined, 2)}\n`;
}
