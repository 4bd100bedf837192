// Settings of an uplink as they come from a person, a flag or a file: checked once, with the field that is wrong named.
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, type ReasonCode } from '#core/reason.ts';
import { uplinkForms, type UplinkSettings } from '#core/uplink.ts';
import { filterIn, keptFilter } from './filter.ts';

/** Certificates are smaller. */
const mostPem = 256 * 1024;

const invalid = (at: string, code: Extract<ReasonCode, `uplink.${string}`>): SolsteadError =>
  new SolsteadError('input.invalid', { at, why: because(code as 'uplink.no-address') });

/** Whether a host is in the own network: nobody between sees what goes there unencrypted. */
function isNear(host: string): boolean {
  return (
    /^(?:localhost|.*\.(?:local|lan|home\.arpa|internal))$/.test(host) ||
    /^(?:127|10)\.\d+\.\d+\.\d+$/.test(host) ||
    /^192\.168\.\d+\.\d+$/.test(host) ||
    /^172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+$/.test(host) ||
    /^(?:::1|f[cd][0-9a-f]{2}:.*)$/i.test(host)
  );
}

function checkedAddress(text: string): string {
  if (!URL.canParse(text)) throw invalid('address', 'uplink.no-address');
  const url = new URL(text);
  if (!/^wss?:$/.test(url.protocol) || url.hostname === '' || url.hash !== '')
    throw invalid('address', 'uplink.no-address');
  if (url.username !== '' || url.password !== '' || url.search !== '') throw invalid('address', 'uplink.account');
  if (url.protocol === 'ws:' && !isNear(url.hostname.replace(/^\[(.*)\]$/, '$1')))
    throw invalid('address', 'uplink.plain');
  return url.href;
}

/** Errors: `input.invalid`. */
export function checkedSettings(given: UplinkSettings): UplinkSettings {
  const { clientId, prefix, ca, form, mayCommand, filter } = given;
  const address = checkedAddress(given.address.trim());
  if (clientId.trim() === '') throw invalid('clientId', 'uplink.no-client-id');
  if (prefix !== undefined && !/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/.test(prefix))
    throw invalid('prefix', 'uplink.prefix');
  if (ca !== undefined && (ca.length > mostPem || !ca.includes('-----BEGIN CERTIFICATE-----')))
    throw invalid('ca', 'uplink.no-certificate');
  return {
    address,
    clientId: clientId.trim(),
    form,
    // A form without commands allows none.
    mayCommand: mayCommand && form === 'solstead',
    ...(prefix === undefined ? {} : { prefix }),
    ...(ca === undefined ? {} : { ca }),
    ...keptFilter(filter),
  };
}

/** Settings that were kept; undefined for what is none. */
export function settingsIn(found: unknown): UplinkSettings | undefined {
  if (!isRecord(found)) return undefined;
  const { address, clientId, prefix, ca } = found;
  const form = uplinkForms.find((one) => one === found['form']);
  if (typeof address !== 'string' || typeof clientId !== 'string' || form === undefined) return undefined;
  try {
    return checkedSettings({
      address,
      clientId,
      form,
      mayCommand: found['mayCommand'] === true,
      ...(typeof prefix === 'string' ? { prefix } : {}),
      ...(typeof ca === 'string' ? { ca } : {}),
      ...filterIn(found['filter']),
    });
  } catch {
    return undefined;
  }
}
