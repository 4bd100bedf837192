// Which fields of an output are asked for: those that the choices above them leave something to say in.
import { plugInPrefix } from '#api/outputs/plug-in.ts';
import type { OutputDraft } from './output-draft.ts';

type Settings = OutputDraft['settings'];

/** By kind and field, or by field alone: whether it is shown. */
const conditions: Readonly<Record<string, (settings: Settings) => boolean>> = {
  'influxdb database': ({ version }) => version !== '2',
  'influxdb retention': ({ version }) => version === '1',
  'influxdb user': ({ version }) => version === '1',
  'influxdb org': ({ version }) => version === '2',
  'influxdb bucket': ({ version }) => version === '2',
  'webhook template': ({ body }) => body === 'template',
  user: ({ auth }) => auth === 'basic',
  header: ({ auth }) => auth === 'header',
};

/** A certificate matters over TLS; an empty address is the broker of the home, or none yet. */
const isPlain = ({ server, tls }: Settings): boolean =>
  tls === false || (typeof server === 'string' && /^(?:$|http:|mqtt:|nats:)/i.test(server.trim()));

/** Whether a field is asked for now. */
export function isShown({ kind, settings }: Pick<OutputDraft, 'kind' | 'settings'>, name: string): boolean {
  // All that a plug-in asks for.
  if (kind.startsWith(plugInPrefix)) return true;
  if ((name === 'ca' || name === 'cert') && isPlain(settings)) return false;
  return (conditions[`${kind} ${name}`] ?? conditions[name])?.(settings) ?? true;
}

/** Whether a password or token is asked for. */
export const hasSecretField = ({ kind, settings }: Pick<OutputDraft, 'kind' | 'settings'>): boolean =>
  settings['auth'] !== 'none' && !('file' in settings) && kind !== 'udp';

/** Whether it is the key that such a service gives each account: without it nothing works. */
export const isApiKey = ({ kind }: Pick<OutputDraft, 'kind'>): boolean => kind === 'pvoutput' || kind === 'emoncms';

/** Whether it is a token and no password. */
export const isToken = ({ kind, settings }: Pick<OutputDraft, 'kind' | 'settings'>): boolean =>
  settings['auth'] === undefined
    ? isApiKey({ kind }) || (kind === 'influxdb' && settings['version'] !== '1')
    : settings['auth'] !== 'basic';

/** Whether the key of a certificate of one's own is asked for. */
export const hasKeyField = (draft: Pick<OutputDraft, 'kind' | 'settings'>): boolean =>
  'cert' in draft.settings && isShown(draft, 'cert') && draft.settings['cert'] !== '';
