// The Debian package: the folder below /usr/lib/solstead, with a service, rules for ports, a manual page and completions of the shells.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { completionOf } from '#cli/completion/scripts.ts';
import { everyCommand } from '#cli/program.ts';
import { commandContext } from '#main/command-context.ts';
import type { ReleasePlace } from './folder.ts';
import { manualOf } from './manual.ts';
import type { Architecture } from './parts.ts';

/** What is packed, and of which time it is, epoch seconds. */
interface Packed {
  readonly folder: string;
  readonly atS: number;
}

/** Who answers for it: Debian wants an address that can be written to. */
const maintainer = 'Solstead <solstead@localhost>';

const dayOf = (atS: number): string => {
  const at = new Date(atS * 1000).toUTCString();
  return at.replace('GMT', '+0000');
};

function control(place: ReleasePlace, { debian }: Architecture, installedBytes: number): string {
  return `Package: solstead
Version: ${place.version}
Architecture: ${debian}
Maintainer: ${maintainer}
Installed-Size: ${Math.ceil(installedBytes / 1024)}
Depends: adduser, init-system-helpers (>= 1.54), libatomic1, libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 12), procps
Recommends: udev, bluez
Section: net
Priority: optional
Description: home-energy system for people who own their sun
 Reads every inverter, battery, meter, relay and node of a house, keeps the
 history right to the watt-hour, shows it live in a web app, sends it wherever
 it is wanted, and acts by rules on surplus, prices and times.
 .
 It runs as a service of its own user and keeps all data on this computer.
`;
}

/** Files alone: how large a folder is depends on the disk. */
const bytesBelow = (folder: string): number =>
  globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((one) => one.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

/** Makes the package. Returns its path. */
export async function makeDebian(
  place: ReleasePlace,
  architecture: Architecture,
  { folder, atS }: Packed,
): Promise<string> {
  const stage = mkdtempSync(join(tmpdir(), 'solstead-deb-'));
  chmodSync(stage, 0o755);
  try {
    const from = join(place.root, 'packaging', 'debian');
    const at = (path: string): string => {
      const target = join(stage, path);
      mkdirSync(dirname(target), { recursive: true });
      return target;
    };
    const write = (path: string, bytes: string | Uint8Array, mode = 0o644): void => {
      writeFileSync(at(path), bytes);
      chmodSync(join(stage, path), mode);
    };
    const file = (name: string): string => readFileSync(join(from, name), 'utf8');
    cpSync(folder, at('usr/lib/solstead'), { recursive: true });
    mkdirSync(join(stage, 'usr/bin'));
    symlinkSync('../lib/solstead/bin/solstead', join(stage, 'usr/bin/solstead'));
    write('usr/lib/systemd/system/solstead.service', file('solstead.service'));
    const daemon = readFileSync(join(place.root, 'packaging', 'systemd', 'solstead-daemon.service'), 'utf8');
    write('usr/lib/systemd/system/solstead-daemon.service', daemon);
    write('usr/lib/udev/rules.d/60-solstead.rules', file('solstead.udev'));
    // It may hold passwords; systemd reads it as root.
    write('etc/default/solstead', file('default'), 0o600);
    const doc = 'usr/share/doc/solstead';
    const text = join(stage, 'usr/lib/solstead/README.md');
    write(`${doc}/README.md`, readFileSync(text));
    write(`${doc}/copyright`, `${file('copyright')}${licenceText(place.root)}`);
    write(`${doc}/changelog.gz`, gzipSync(changelog(place.version, atS), { level: 9 }));
    const program = await everyCommand(commandContext);
    write('usr/share/man/man1/solstead.1.gz', gzipSync(manualOf(program, place.version, atS), { level: 9 }));
    write('usr/share/bash-completion/completions/solstead', completionOf(program, 'bash'));
    write('usr/share/zsh/vendor-completions/_solstead', completionOf(program, 'zsh'));
    write('usr/share/fish/vendor_completions.d/solstead.fish', completionOf(program, 'fish'));
    write('usr/share/lintian/overrides/solstead', file('lintian-overrides'));
    for (const name of ['postinst', 'prerm', 'postrm']) write(`DEBIAN/${name}`, file(name), 0o755);
    write('DEBIAN/conffiles', '/etc/default/solstead\n');
    write('DEBIAN/control', control(place, architecture, bytesBelow(stage)));
    const target = join(place.out, `solstead_${place.version}_${architecture.debian}.deb`);
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z6', '--threads-max=1', '--build', stage, target], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(atS) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return target;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function licenceText(root: string): string {
  const [, ...lines] = readFileSync(join(root, 'LICENSE'), 'utf8').trimEnd().split('\n');
  const body = lines.filter((line, index) => index > 0 || line !== '').map((line) => (line === '' ? ' .' : ` ${line}`));
  return `${body.join('\n')}\n`;
}

const changelog = (version: string, atS: number): string =>
  `solstead (${version}) stable; urgency=medium

  * What is new stands in /usr/lib/solstead/CHANGELOG.md.

 -- ${maintainer}  ${dayOf(atS)}
`;
