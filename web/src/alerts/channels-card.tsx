// Over which channels this person, or the home, is told; how that goes.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Channel } from '#api/alerts.ts';
import { momentWords } from '../account/dates.ts';
import { call, failureOf } from '../api.ts';
import { useMay, useSession, useSite } from '../session.ts';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { reasonText, t } from '../words.ts';
import { ChannelSheet } from './channel-sheet.tsx';
import { canPush, pushChannel } from './push.ts';
import { channelsQuery } from './queries.ts';

function RemoveButton({ channel }: { readonly channel: Channel }): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('removeAlertChannel', { params: { site, id: channel.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: channelsQuery(site).queryKey }),
  });
  return (
    <>
      <Button
        look="danger"
        aria-label={t('alerts.remove-of', { name: channel.name })}
        busy={remove.isPending ? t('alerts.removing') : undefined}
        onClick={() => remove.mutate()}
      >
        {t('alerts.remove')}
      </Button>
      {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
    </>
  );
}

function ChannelRow({ channel, onChange }: { readonly channel: Channel; readonly onChange: () => void }): ReactNode {
  const { name, settings, isOn, isOwn, isEscalation, escalateMinutes, least, waiting, sentMs, trouble } = channel;
  const tags = [
    t(`alerts.channel.${settings.kind}`),
    ...(isOn ? [] : [t('alerts.off')]),
    ...(isOwn ? [t('alerts.own')] : []),
    ...(isEscalation
      ? [escalateMinutes === undefined ? t('alerts.behind') : t('alerts.behind-after', { minutes: escalateMinutes })]
      : []),
    ...(least === 'info' ? [] : [t(`alerts.least-of.${least}`)]),
  ];
  return (
    <li>
      <div>
        <h3>
          {name}{' '}
          {tags.map((tag) => (
            <span key={tag} className="tag">
              {tag}
            </span>
          ))}
        </h3>
        {sentMs !== undefined && <p className="muted">{t('alerts.last-sent', { when: momentWords(sentMs) })}</p>}
        {waiting > 0 && <p className="muted">{t('alerts.waits', { count: waiting })}</p>}
        {trouble !== undefined && (
          <p className="problem">
            {t('alerts.trouble', { when: momentWords(trouble.atMs), reason: reasonText(trouble.reason) })}
          </p>
        )}
      </div>
      <div className="actions">
        <Button aria-label={t('alerts.change-of', { name })} onClick={onChange}>
          {t('alerts.change')}
        </Button>
        <RemoveButton channel={channel} />
      </div>
    </li>
  );
}

function BrowserButton({ pushKey }: { readonly pushKey: string }): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const add = useMutation({
    mutationFn: async () => {
      const body = await pushChannel(pushKey, t('alerts.browser'));
      return body === undefined ? undefined : call('addAlertChannel', { params: { site }, body });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: channelsQuery(site).queryKey }),
  });
  return (
    <>
      <Button busy={add.isPending ? t('alerts.add-browser-busy') : undefined} onClick={() => add.mutate()}>
        {t('alerts.add-browser')}
      </Button>
      {add.isSuccess && add.data === undefined && <p className="problem">{t('alerts.browser-denied')}</p>}
      {add.isError && <FailureNote failure={failureOf(add.error)} />}
    </>
  );
}

/** The card; nothing for a visitor, who has nowhere to be told. */
export function ChannelsCard(): ReactNode {
  const { id } = useSite();
  const isPerson = useSession()?.state === 'signed-in';
  const mayChange = useMay('alert.manage');
  const { data, error, refetch } = useQuery({ ...channelsQuery(id), enabled: isPerson });
  const [open, setOpen] = useState<{ readonly channel?: Channel }>();
  if (!isPerson) return null;
  return (
    <Card
      title={t('alerts.channels')}
      className="alerts-card"
      aside={
        mayChange && (
          <Button icon="plus" onClick={() => setOpen({})}>
            {t('alerts.add')}
          </Button>
        )
      }
    >
      <p className="muted">{t('alerts.channels-text')}</p>
      {error !== null && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={80} />}
      {data?.channels.length === 0 && <p className="note">{t('alerts.channels-none')}</p>}
      <ul className="rows">
        {data?.channels.map((channel) => (
          <ChannelRow key={channel.id} channel={channel} onChange={() => setOpen({ channel })} />
        ))}
      </ul>
      {data !== undefined && canPush() && <BrowserButton pushKey={data.pushKey} />}
      {open !== undefined && <ChannelSheet channel={open.channel} onClose={() => setOpen(undefined)} />}
    </Card>
  );
}
