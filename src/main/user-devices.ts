// Devices that people wrote down: the files of a folder, read once at start, beside the built-in definitions.
import { systemClock } from '#core/clock.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { external, type External } from '#core/message-params.ts';
import { because, inEnglish, type Reason, said } from '#core/reason.ts';
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Definition } from '#devices/definition.ts';
import { listed } from '#devices/listed.ts';
import { builtIn, type BrokenDefinition, type OpenRegistry, openRegistry, type Registry } from '#devices/on-demand.ts';
import type { DeviceFile, DeviceOutcome } from '#devices/user/read-device.ts';
import { readRegularFile } from '#store/regular-file.ts';
import { deviceFiles, mostFileBytes } from './device-files.ts';
import { defaultDataFolder, environment } from './environment.ts';
import { noPlugIns, plugInFiles } from './plug-ins/plug-in-files.ts';
import type { PlugIns } from './plug-ins/plug-in-set.ts';
import type { PlugInPatience, TakenBy } from './plug-ins/plug-ins.ts';

/** Most files of a folder. */
const mostFiles = 500;

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
    if (size > mostFileBytes) return refused(because('device-file.too-large', { bytes: size }));
    // The YAML reader is loaded only if there is a file.
    const { readDevice } = await import('#devices/user/read-device.ts');
    return readDevice({ name, text: await readRegularFile(path, mostFileBytes), takenBy });
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

/** Where what people add is, and who hears of it. */
export interface OwnPlaces {
  /** Folder of devices, and of plug-ins; absent: those of the data folder. */
  readonly devices?: string | undefined;
  readonly plugins?: string | undefined;
  readonly data: string;
  /** Takes a line that a plug-in wants in the log. */
  log?(line: string): void;
  /** Absent: all plug-ins are waited for. */
  readonly patience?: PlugInPatience | undefined;
}

/** A registry with the plug-ins that it was made with. */
export interface OwnRegistry extends OpenRegistry {
  readonly plugIns: PlugIns;
}

/** The plug-ins of a registry that was made with some. */
export const plugInsOf = (registry: Registry & { readonly plugIns?: PlugIns }): PlugIns | undefined => registry.plugIns;

/**
 * The built-in definitions, those of the folder `devices`, or of the one in the data folder, and the plug-ins. A file with problems is left
 * out and named in `broken`. Errors: `folder.missing` if a folder was named that is none.
 */
export async function loadOwn({ devices, plugins, data, log, patience }: OwnPlaces): Promise<OwnRegistry> {
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
    else broken.push({ file, path: join(folder, file), ...outcome });
  }
  const asPlugIn = (one: BrokenDefinition): BrokenDefinition => ({
    ...one,
    isPlugIn: true,
    path: join(plugins ?? join(data, 'plugins'), one.file),
  });
  const waiting = patience && {
    ...patience,
    onLate(late: Parameters<PlugInPatience['onLate']>[0]) {
      const shown = late.broken.map(asPlugIn);
      broken.push(...shown);
      patience.onLate({ ...late, broken: shown });
    },
  };
  const plugIns = await plugInsIn(plugins, data, { log, takenBy: (id) => ownerOf(id, own), patience: waiting });
  const definitions = [...own.values(), ...plugIns.definitions.values()];
  broken.push(...plugIns.broken.map(asPlugIn));
  const registry = openRegistry([...builtIn.listed, ...definitions.map(listed)], broken);
  return { ...registry, plugIns };
}

/** The devices alone. Errors: `folder.missing` if `devices` names none. */
export const loadRegistry = (devices: string | undefined, data: string): Promise<OpenRegistry> =>
  loadOwn({ devices, data });

/** The plug-ins of a folder that was named, or of the data folder. Errors: `folder.missing`. */
export async function plugInsIn(
  plugins: string | undefined,
  data: string,
  {
    log,
    ...others
  }: {
    readonly log?: ((line: string) => void) | undefined;
    readonly takenBy: TakenBy;
    readonly patience?: PlugInPatience | undefined;
  },
): Promise<PlugIns> {
  if (plugins !== undefined && statSync(plugins, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new SolsteadError('folder.missing', { at: plugins, why: because('folder.none') });
  const folder = plugins ?? join(data, 'plugins');
  const files = await plugInFiles(folder).catch(() => undefined);
  if (files?.length === 0) return noPlugIns;
  const { loadPlugIns } = await import('./plug-ins/plug-ins.ts');
  return loadPlugIns(folder, { clock: systemClock, ...(log === undefined ? {} : { log }) }, others);
}

/** The folders of a terminal command. */
export const placesOf = ({
  devices,
  plugins,
  data,
}: Partial<Pick<OwnPlaces, 'devices' | 'plugins' | 'data'>>): OwnPlaces => ({
  devices,
  plugins: plugins ?? environment('SOLSTEAD_PLUGINS'),
  data: data ?? environment('SOLSTEAD_DATA') ?? defaultDataFolder(),
});

/** The registry for a terminal command; what is left out is reported on standard error. Errors: `folder.missing`. */
export async function readRegistry(
  flags: Partial<Pick<OwnPlaces, 'devices' | 'plugins' | 'data'>>,
): Promise<OwnRegistry> {
  const log = (line: string): void => void process.stderr.write(`solstead: ${line}\n`);
  const registry = await loadOwn({ ...placesOf(flags), log });
  for (const { problems } of registry.broken)
    for (const problem of problems) process.stderr.write(`solstead: left out: ${inEnglish(problem)}\n`);
  return registry;
}
