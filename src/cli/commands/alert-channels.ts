// `solstead alerts channels`: over what a home that runs tells of its alerts, how each is doing, and whether it arrives.
import type { Channel, Channels } from '#api/alerts.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import { printJson, printTable } from '../print.ts';
import { addressAt, askHome, siteOf } from '../running-home.ts';
import { tell } from '../tell-addresses.ts';
import type { AlertFlags } from './alerts.ts';

const isChannels = (value: unknown): value is Channels => isRecord(value) && Array.isArray(value['channels']);
const isTested = (value: unknown): value is { readonly tookMs: number } =>
  isRecord(value) && typeof value['tookMs'] === 'number';

const pathOf = async (flags: AlertFlags): Promise<string> =>
  `api/v1/sites/${encodeURIComponent(await siteOf(flags))}/alert-channels`;

function wrongAnswer(flags: AlertFlags): never {
  throw new SolsteadError('link.unavailable', {
    at: addressAt(flags, '').origin,
    why: because('uplink.not-understood'),
  });
}

async function channelsOf(flags: AlertFlags): Promise<readonly Channel[]> {
  const found = await askHome(flags, { method: 'GET', path: await pathOf(flags) });
  return isChannels(found) ? found.channels : wrongAnswer(flags);
}

const moment = (atMs: number | undefined): string =>
  atMs === undefined ? '' : `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** Lists them. Errors: `input.usage`, `command.refused`, `link.unavailable`. */
export async function listChannels(flags: AlertFlags): Promise<void> {
  const channels = await channelsOf(flags);
  if (flags.json === true) return printJson({ channels });
  if (channels.length === 0) return tell('Nobody is told outside of the page.');
  printTable(
    channels.map(({ id, name, settings, isOn, isEscalation, least, waiting, sentMs }) => ({
      id,
      name: visible(name),
      kind: settings.kind,
      on: isOn ? 'yes' : 'no',
      'told of': `${least}${least === 'critical' ? '' : ' and worse'}${isEscalation ? ', if nobody has seen it' : ''}`,
      waiting,
      'last told': moment(sentMs),
    })),
  );
  for (const { id, trouble } of channels)
    if (trouble !== undefined) tell(`${id}: ${visible(inEnglish(trouble.reason))} (${moment(trouble.atMs)})`);
}

/** Sends a message over one now. Errors: as {@link listChannels}. */
export async function testChannel(id: string, flags: AlertFlags): Promise<void> {
  const known = await channelsOf(flags);
  const channel = known.find((one) => one.id === id) ?? known.find(({ name }) => name === id);
  if (channel === undefined) throw new SolsteadError('input.usage', { at: '<id>', why: because('channel.no-such') });
  const { name, isOn, isOwn, settings, least, isEscalation, escalateMinutes, reports } = channel;
  const change = { name, isOn, isOwn, settings, least, isEscalation, reports };
  const tested = await askHome(flags, {
    method: 'POST',
    path: `${await pathOf(flags)}/test`,
    body: { id: channel.id, change: { ...change, ...(escalateMinutes === undefined ? {} : { escalateMinutes }) } },
  });
  if (!isTested(tested)) return wrongAnswer(flags);
  if (flags.json === true) return printJson(tested);
  tell(`${visible(name)}: the test was taken after ${tested.tookMs} ms.`);
}
