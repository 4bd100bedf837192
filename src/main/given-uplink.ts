// The uplink that flags and environment give. Its secret is never a flag: everybody on a computer sees the flags of its programs.
import type { ServeFlags } from '#cli/context.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';
import { readRegularFileSync } from '#store/regular-file.ts';
import { checkedSettings } from '#uplink/settings.ts';
import { secretOf } from './environment.ts';
import type { GivenUplink } from './house-uplink.ts';

type UplinkFlags = Pick<
  ServeFlags,
  'uplink' | 'uplinkClient' | 'uplinkForm' | 'uplinkCa' | 'uplinkSecretFile' | 'uplinkCommands'
>;

/** Secrets and chains of certificates are shorter. */
const mostBytes = 256 * 1024;

function textOf(path: string, at: string): string {
  try {
    return readRegularFileSync(path, mostBytes);
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at, why: said(thrown), cause: thrown });
  }
}

function givenSecret({ uplinkSecretFile: file }: UplinkFlags): Secret | undefined {
  return file === undefined
    ? secretOf('SOLSTEAD_UPLINK_SECRET')
    : makeSecret(textOf(file, '--uplink-secret-file').trim());
}

/** The uplink; undefined if none is given. Errors: `input.usage`, `input.invalid`. */
export function givenUplink(flags: UplinkFlags): GivenUplink | undefined {
  const { uplink: address, uplinkClient: clientId, uplinkForm: form = 'solstead', uplinkCa, uplinkCommands } = flags;
  if (address === undefined) return undefined;
  const usage = (at: string, why: 'uplink.client-id' | 'uplink.no-secret'): SolsteadError =>
    new SolsteadError('input.usage', { at, why: because(why) });
  if (clientId === undefined) throw usage('--uplink-client', 'uplink.client-id');
  const secret = givenSecret(flags);
  if (secret === undefined) throw usage('SOLSTEAD_UPLINK_SECRET', 'uplink.no-secret');
  const ca = uplinkCa === undefined ? {} : { ca: textOf(uplinkCa, '--uplink-ca') };
  return { settings: checkedSettings({ address, clientId, form, mayCommand: uplinkCommands === true, ...ca }), secret };
}
