// The uplink that flags, the environment or a file give. Its secret is never a flag: everybody on a computer sees the flags of its programs.
import type { ServeFlags } from '#cli/flags.ts';
import { SolsteadError, whyOf } from '#core/errors.ts';
import { because, inEnglish } from '#core/reason.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';
import { readRegularFileSync } from '#store/regular-file.ts';
import { checkedSettings } from '#uplink/settings.ts';
import { secretOf } from './environment.ts';
import type { GivenUplink } from '#uplink/desk.ts';

type UplinkFlags = Pick<
  ServeFlags,
  'uplinkFile' | 'uplink' | 'uplinkClient' | 'uplinkForm' | 'uplinkCa' | 'uplinkSecretFile' | 'uplinkCommands'
>;

/** Secrets and chains of certificates are shorter. */
const mostBytes = 256 * 1024;

function textOf(path: string, at: string): string {
  try {
    return readRegularFileSync(path, mostBytes);
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at, why: whyOf(thrown), cause: thrown });
  }
}

function givenSecret({ uplinkSecretFile: file }: UplinkFlags): Secret | undefined {
  return file === undefined
    ? secretOf('SOLSTEAD_UPLINK_SECRET')
    : makeSecret(textOf(file, '--uplink-secret-file').trim());
}

/** The uplink; undefined if none is given; what to know of its file is told. Errors: `input.usage`, `input.invalid`. */
export async function givenUplink(
  flags: UplinkFlags,
  tell: (note: string) => void = () => undefined,
): Promise<GivenUplink | undefined> {
  const { uplink: address, uplinkClient: clientId, uplinkForm: form = 'solstead', uplinkCa, uplinkCommands } = flags;
  if (flags.uplinkFile !== undefined) {
    if (address !== undefined)
      throw new SolsteadError('input.usage', {
        at: '--uplink-file',
        why: because('uplink.twice', { flag: '--uplink' }),
      });
    // With all that reads files of daemons, which most homes have none of.
    const { uplinkOfFile } = await import('./uplink-file.ts');
    const { uplink, notes } = uplinkOfFile(flags.uplinkFile);
    for (const note of notes) tell(inEnglish(note));
    const { settings, secret, filter } = uplink;
    return { settings: { ...settings, ...(Object.keys(filter).length === 0 ? {} : { filter }) }, secret };
  }
  if (address === undefined) return undefined;
  const usage = (at: string, why: 'uplink.no-client-id' | 'uplink.no-secret'): SolsteadError =>
    new SolsteadError('input.usage', { at, why: because(why) });
  if (clientId === undefined) throw usage('--uplink-client', 'uplink.no-client-id');
  const secret = givenSecret(flags);
  if (secret === undefined) throw usage('SOLSTEAD_UPLINK_SECRET', 'uplink.no-secret');
  const ca = uplinkCa === undefined ? {} : { ca: textOf(uplinkCa, '--uplink-ca') };
  return { settings: checkedSettings({ address, clientId, form, mayCommand: uplinkCommands === true, ...ca }), secret };
}
