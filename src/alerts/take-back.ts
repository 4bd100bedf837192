// What a channel left elsewhere – an entity that it announced – goes when no channel says it any more.
import type { ChannelRecord } from '#core/alert.ts';
import { reasonOf } from '#core/errors.ts';
import { inEnglish } from '#core/reason.ts';
import type { AlertOpeners } from './channels/channel-kind.ts';
import { setChannel } from './channels/kinds.ts';

/** Takes it back where it was the last one. That what took it is away is told in the log: it is no reason to keep a channel. */
export async function takenBack(
  { settings, site }: Pick<ChannelRecord, 'settings' | 'site'>,
  left: readonly Pick<ChannelRecord, 'settings'>[],
  { openers, log }: { readonly openers: AlertOpeners; readonly log: { warn(fields: object, message: string): void } },
): Promise<void> {
  const isSaid = left.some((one) => JSON.stringify(one.settings) === JSON.stringify(settings));
  if (isSaid) return;
  await setChannel(settings, site)
    .takeBack?.(settings, site, openers)
    .catch((error: unknown) => log.warn({ site, channel: settings.kind }, inEnglish(reasonOf(error))));
}
