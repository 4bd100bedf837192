// Devices that people put together from topics on the page: files in the folder of their own devices, and protocols from then on.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { OwnDevice, OwnDevices, OwnDraft } from '#core/own-device.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { listed } from '#devices/listed.ts';
import type { OpenRegistry } from '#devices/on-demand.ts';
import { readRegularFile } from '#store/regular-file.ts';
import { deviceFiles, mostFileBytes } from './device-files.ts';

/** Most devices that are put together here; files beyond some hundreds are not read at start. */
const mostOwn = 200;

/** Loaded with the first use: the YAML reader comes with it. */
const files = () => import('#devices/user/own-file.ts');

const invalid = (at: string, why: Reason): SolsteadError => new SolsteadError('input.invalid', { at, why });

/** A protocol's name from a title: `own-pool-pump`. */
function idFrom(title: string, isTaken: (id: string) => boolean): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  const stem = words === '' ? 'own-device' : `own-${words}`;
  let id = stem;
  for (let count = 2; isTaken(id); count += 1) id = `${stem}-${count}`;
  return id;
}

/** Writes a file, whole or not at all. Errors: `folder.unwritable`. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const beside = join(folder, `.${name}.new`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await using file = await open(beside, 'w', 0o600);
    await file.writeFile(text);
    await file.sync();
    await rename(beside, join(folder, name));
  } catch (thrown) {
    throw new SolsteadError('folder.unwritable', { at: folder, why: said(thrown), cause: thrown });
  }
}

/** What is needed to keep them. */
export interface OwnDevicesParts {
  readonly registry: OpenRegistry;
  /** The folder of people's own devices, where another one than that in the data folder was named. */
  readonly devices: string | undefined;
  readonly data: string;
}

/** The devices that were put together here. */
export function openOwnDevices({ registry, devices, data }: OwnDevicesParts): OwnDevices {
  const folder = devices ?? join(data, 'devices');
  const list = async (): Promise<readonly OwnDevice[]> => {
    const found = await deviceFiles(devices, data);
    const { ownDeviceIn } = await files();
    const all = await Promise.all(
      // What could not be loaded is told as such elsewhere.
      found.files.map(async (file) => {
        const text = await readRegularFile(join(folder, file), mostFileBytes).catch(() => '');
        try {
          return ownDeviceIn(text, file);
        } catch {
          return undefined;
        }
      }),
    );
    return all
      .flatMap((one) => (one === undefined || registry.find(one.id) === undefined ? [] : [one]))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  };
  const ownOf = async (id: string): Promise<OwnDevice> => {
    const found = (await list()).find((one) => one.id === id);
    if (found === undefined) throw invalid('id', because('own.unknown', { id: external(id.slice(0, 100)) }));
    return found;
  };
  /** Id and file: those it has, or new ones. */
  const placeOf = async (draft: OwnDraft, known: string | undefined) => {
    if (known !== undefined) return ownOf(known);
    const all = await list();
    if (all.length >= mostOwn) throw invalid('rows', because('own.many', { most: mostOwn }));
    const { files: names } = await deviceFiles(devices, data);
    const id = idFrom(draft.title, (one) => registry.find(one) !== undefined || names.includes(`${one}.yaml`));
    return { id, file: `${id}.yaml` };
  };
  return {
    list,
    async preview(draft, payloadOf) {
      const { ownPreview } = await files();
      return ownPreview(draft, payloadOf);
    },
    async save(draft, known) {
      const { ownDefinition, ownFile, prefixOf } = await files();
      const { id, file } = await placeOf(draft, known);
      const prefix = prefixOf(draft);
      const made = ownDefinition(draft, { id, prefix });
      if ('problems' in made) {
        const [{ path, why } = { path: [], why: because('own.no-value') }] = made.problems;
        throw invalid(path.join('/').replace('topics', 'rows'), why);
      }
      await writeWhole(folder, file, ownFile(draft, { id, prefix }));
      registry.put(listed(made.definition));
      return { id, prefix };
    },
    async remove(id) {
      const { file } = await ownOf(id);
      await rm(join(folder, file), { force: true });
      registry.drop(id);
    },
  };
}
