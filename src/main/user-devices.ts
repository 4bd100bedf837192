// Devices that people wrote down: the files of a folder, read once at start, beside the built-in definitions.
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { systemCode } from '#core/errors.ts';
import type { Definition } from '#devices/definition.ts';
import { listed } from '#devices/listed.ts';
import { builtIn, type BrokenDefinition, type Registry, registryOf } from '#devices/on-demand.ts';
import { mostCharacters } from '#devices/user/limits.ts';
import type { DeviceOutcome } from '#devices/user/read-device.ts';
import { deviceFiles } from './device-files.ts';
import { defaultDataFolder, environment } from './environment.ts';

/** Most files of a folder. */
const mostFiles = 500;
/** A character of UTF-8 has up to four bytes. */
const mostBytes = 4 * mostCharacters;

/** Reads one file; one that cannot be read is told like one that is wrong. */
export async function readDeviceFile(
  path: string,
  takenBy: (id: string) => string | undefined,
): Promise<DeviceOutcome> {
  const name = basename(path);
  try {
    const found = await stat(path);
    // A pipe would be waited for, for ever.
    if (!found.isFile()) return { problems: [`${name}:1:1: it is no file`] };
    const { size } = found;
    if (size > mostBytes) return { problems: [`${name}:1:1: it has ${size} bytes: that is no device`] };
    // The YAML reader is loaded only if there is a file.
    const { readDevice } = await import('#devices/user/read-device.ts');
    return readDevice({ name, text: await readFile(path, 'utf8'), takenBy });
  } catch (error) {
    return { problems: [`${name}:1:1: it cannot be read: ${systemCode(error) ?? 'unknown'}`] };
  }
}

/** Who has an id or alias among the definitions so far. */
export function ownerOf(id: string, own: ReadonlyMap<string, Definition> = new Map()): string | undefined {
  const wanted = id.toLowerCase();
  const known = builtIn.find(wanted);
  if (known !== undefined) return `the built-in protocol ${known.id} (${known.title})`;
  for (const [file, definition] of own)
    if (definition.id === wanted || definition.aliases.includes(wanted)) return file;
  return undefined;
}

/**
 * The built-in definitions and those of the folder `devices`, or of the one in the data folder. A file with problems is left
 * out and named in `broken`. Errors: `folder.missing` where `devices` names none.
 */
export async function loadRegistry(devices: string | undefined, data: string): Promise<Registry> {
  const own = new Map<string, Definition>();
  const broken: BrokenDefinition[] = [];
  const { folder, files } = await deviceFiles(devices, data);
  if (files.length > mostFiles)
    broken.push({
      file: folder,
      problems: [`${folder}: only the first ${mostFiles} of its ${files.length} files are read`],
    });
  for (const file of files.slice(0, mostFiles)) {
    const outcome = await readDeviceFile(join(folder, file), (id) => ownerOf(id, own));
    if ('definition' in outcome) own.set(file, outcome.definition);
    else broken.push({ file, ...outcome });
  }
  return registryOf([...builtIn.listed, ...[...own.values()].map(listed)], broken);
}

/** The registry of a command of the terminal; what is left out is told on standard error. Errors: `folder.missing`. */
export async function readRegistry(devices: string | undefined): Promise<Registry> {
  const registry = await loadRegistry(devices, environment('SOLSTEAD_DATA') ?? defaultDataFolder());
  for (const { problems } of registry.broken)
    for (const problem of problems) process.stderr.write(`solstead: left out: ${problem}\n`);
  return registry;
}
