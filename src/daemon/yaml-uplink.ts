// Where the readings of a home go, as a file describes it: a section of a daemon's file, or a file of its own for a home. What is wrong is
// told at its place, and the secret is never in the file.
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Path } from '#core/schema-check.ts';
import type { Secret } from '#core/secrets.ts';
import type { UplinkFilter, UplinkForm, UplinkSettings } from '#core/uplink.ts';
import { filterProblems } from '#outputs/filter-words.ts';
import { checkedSettings } from '#uplink/settings.ts';
import type { Known } from './known.ts';
import type { PlannedUplink } from './plan.ts';
import { isGiven, writtenSecret } from './written-secret.ts';
import type { YamlReader } from './yaml-reader.ts';

/** One that its schema has passed; what was wrong is left out. */
export interface WrittenUplink {
  readonly address?: string;
  readonly client?: string;
  readonly secret?: string;
  readonly secret_file?: string;
  readonly ca_file?: string;
  readonly form?: UplinkForm;
  readonly prefix?: string;
  readonly commands?: boolean;
  readonly filter?: UplinkFilter;
}

/** What reading it needs, where it stands, and which devices there are, where that is known. */
export interface UplinkPlace {
  readonly reader: Pick<YamlReader, 'wrong'> & { readonly known: Pick<Known, 'environment' | 'secretFile'> };
  readonly at: Path;
  readonly devices?: readonly string[] | undefined;
}

/** Where a setting stands in the file. */
const keys: Readonly<Record<string, string>> = {
  address: 'address',
  clientId: 'client',
  prefix: 'prefix',
  ca: 'ca_file',
};

function secretFrom({ reader, at }: UplinkPlace, { secret, secret_file: file }: WrittenUplink): Secret | undefined {
  const findings = { hasSecrets: false };
  const found = writtenSecret({ key: 'secret', value: secret, file }, reader.known, findings);
  if (findings.hasSecrets) reader.wrong([...at, 'secret'], because('uplink.secret-written'));
  else if (found === undefined) reader.wrong(at, because('uplink.no-secret'), 'key');
  else if (isGiven(found)) return found;
  else reader.wrong([...at, file === undefined ? 'secret' : 'secret_file'], found);
  return undefined;
}

function settingsFrom({ reader, at }: UplinkPlace, written: WrittenUplink): UplinkSettings | undefined {
  const { address = '', client = '', form = 'solstead', prefix, commands = false, ca_file: caFile } = written;
  const ca = caFile === undefined ? undefined : reader.known.secretFile(caFile);
  if (ca !== undefined && !isGiven(ca)) reader.wrong([...at, 'ca_file'], ca);
  if (commands && form === 'documented') reader.wrong([...at, 'commands'], because('uplink.documented-no-commands'));
  try {
    return checkedSettings({
      address,
      clientId: client,
      form,
      mayCommand: commands,
      ...(prefix === undefined ? {} : { prefix }),
      ...(isGiven(ca) ? { ca: ca.reveal() } : {}),
    });
  } catch (error) {
    if (!isSolsteadError(error)) throw error;
    const key = keys[error.at ?? ''];
    // What is missing or of another kind was told by the schema.
    if (key === 'address' && written.address === undefined) return undefined;
    if (key === 'client' && written.client === undefined) return undefined;
    reader.wrong(key === undefined ? at : [...at, key], error.reason ?? reasonOf(error));
    return undefined;
  }
}

/** The uplink; undefined where something is wrong with it, which is told. */
export function uplinkFrom(place: UplinkPlace, written: WrittenUplink): PlannedUplink | undefined {
  const { filter = {} } = written;
  const [settings, secret] = [settingsFrom(place, written), secretFrom(place, written)];
  for (const { at, why } of filterProblems(filter, place.devices))
    place.reader.wrong([...place.at, 'filter', ...at], why);
  return settings === undefined || secret === undefined ? undefined : { settings, secret, filter };
}
