// Devices that people wrote down: the files of a folder, read once at start, beside the built-in definitions.
import { reasonOf } from '#core/errors.ts';
import { external, type External } from '#core/message-params.ts';
import { because, inEnglish, type Reason, said } from '#core/reason.ts';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Definition } from '#devices/definition.ts';
import { listed } from '#devices/listed.ts';
import { builtIn, type BrokenDefinition, type OpenRegistry, openRegistry, type Registry } from '#devices/on-demand.ts';
import { mostCharacters } from '#devices/user/limits.ts';
import type { DeviceFile, DeviceOutcome } from '#devices/user/read-device.ts';
import { deviceFiles } from './device-files.ts';
import { defaultDataFolder, environment } from './environment.ts';

/** Most files of a folder. */
const mostFiles = 500;
/** A character of UTF-8 has up to four bytes. */
const mostBytes = 4 * mostCharacters;

/** Reads one file; one that cannot be read is reported like one that is wrong. */
export async function readDeviceFile(
  path: string,
  takenBy: NonNullable<DeviceFile['takenBy']>,
): Promise<DeviceOutcome> {
  const name = basename(path);
  const refused = (reason: Reason): DeviceOutcome => ({
    problems: [because('file.among', { file: external(name), reason })],
  });
  try {
    const found = await stat(path);
    // Reading a pipe could block for ever.
    if (!found.isFile()) return refused(because('device-file.no-file'));
    const { size } = found;
    if (size > mostBytes) return refused(because('device-file.too-large', { bytes: size }));
    // The YAML reader is loaded only if there is a file.
    const { readDevice } = await import('#devices/user/read-device.ts');
    return readDevice({ name, text: await readFile(path, 'utf8'), takenBy });
  } catch (error) {
    return refused(said(error));
  }
}

/** Who has an id or alias among the definitions so far. */
export function ownerOf(id: string, own: ReadonlyMap<string, Definition> = new Map()): Reason | External | undefined {
  const wanted = id.toLowerCase();
  const known = builtIn.find(wanted);
  if (known !== undefined) return because('device-file.built-in', { protocol: known.id, title: known.title });
  for (const [file, definition] of own)
    if (definition.id === wanted || definition.aliases.includes(wanted)) return external(file);
  return undefined;
}

/**
 * The built-in definitions and those of the folder `devices`, or of the one in the data folder. A file with problems is left
 * out and named in `broken`. Errors: `folder.missing` if `devices` names none.
 */
export async function loadRegistry(devices: string | undefined, data: string): Promise<OpenRegistry> {
  const own = new Map<string, Definition>();
  const broken: BrokenDefinition[] = [];
  const { folder, files } = await deviceFiles(devices, data).catch((error: unknown) => {
    // A folder that was named must be there; the home's own costs its devices, not the home.
    if (devices !== undefined) throw error;
    const own = join(data, 'devices');
    broken.push({ file: 'devices', problems: [reasonOf(error)] });
    return { folder: own, files: [] };
  });
  if (files.length > mostFiles) {
    const reason = because('device-file.too-many', { most: mostFiles, count: files.length });
    broken.push({ file: folder, problems: [because('file.among', { file: external(folder), reason })] });
  }
  for (const file of files.slice(0, mostFiles)) {
    const outcome = await readDeviceFile(join(folder, file), (id) => ownerOf(id, own));
    if ('definition' in outcome) own.set(file, outcome.definition);
    else broken.push({ file, ...outcome });
  }
  return openRegistry([...builtIn.listed, ...[...own.values()].map(listed)], broken);
}

/** The registry for a terminal command; what is left out is reported on standard error. Errors: `folder.missing`. */
export async function readRegistry(devices: string | undefined): Promise<Registry> {
  const registry = await loadRegistry(devices, environment('SOLSTEAD_DATA') ?? defaultDataFolder());
  for (const { problems } of registry.broken)
    for (const problem of problems) process.stderr.write(`solstead: left out: ${inEnglish(problem)}\n`);
  return registry;
}
