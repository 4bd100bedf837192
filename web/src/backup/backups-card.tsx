// The backups of this installation: the last, the next, where they are, and making one now.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Backups } from '#api/backup.ts';
import { call, failureOf, urlOf } from '../api.ts';
import { fileSize, inWords } from '../format.ts';
import { momentWords } from '../account/dates.ts';
import { reasonText, t } from '../words.ts';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { backupsQuery, workText } from './queries.ts';

/** What a place is, in words. */
function placeText({ settings }: Backups['places'][number]): string {
  const kind = t(`backups.kinds.${settings.kind}`);
  if (settings.kind === 'folder') return `${kind}: ${settings.path}`;
  return `${kind}: ${settings.kind === 'sftp' ? settings.host : settings.url}`;
}

function PlaceRows({ place }: { readonly place: Backups['places'][number] }): ReactNode {
  const { settings, backups, failure } = place;
  // A link cannot ask for a proof: it is followed once there is one.
  const take = useMutation({
    mutationFn: (params: { readonly place: string; readonly name: string }) => call('confirmDownload', { params }),
    onSuccess: (_, params) => location.assign(urlOf('downloadBackup', { params })),
  });
  return (
    <>
      <h3>{placeText(place)}</h3>
      {failure !== undefined && <p className="problem">{reasonText(failure)}</p>}
      {take.isError && <FailureNote failure={failureOf(take.error)} />}
      <ul className="rows">
        {backups.map(({ name, bytes, madeMs }) => (
          <li key={name}>
            <p>
              {t('backups.size', {
                time: momentWords(madeMs),
                size: inWords(fileSize(bytes)),
              })}
            </p>
            <Button icon="download" onClick={() => take.mutate({ place: settings.id, name })}>
              {t('backups.download', { name })}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** How they go. */
function Summary({ lastMs, nextMs, failure }: Backups): ReactNode {
  return (
    <>
      <p>{lastMs === undefined ? t('backups.none') : t('backups.last', { time: momentWords(lastMs) })}</p>
      <p>{nextMs === undefined ? t('backups.never') : t('backups.next', { time: momentWords(nextMs) })}</p>
      {failure !== undefined && (
        <p className="problem" role="alert">
          {t('backups.failed', { time: momentWords(failure.atMs), reason: failure.reason })}
        </p>
      )}
    </>
  );
}

/** The card. */
export function BackupsCard(): ReactNode {
  const client = useQueryClient();
  const { data, error, isError, refetch } = useQuery(backupsQuery);
  const make = useMutation({
    mutationFn: () => call('makeBackup'),
    onSuccess: (view) => client.setQueryData(backupsQuery.queryKey, view),
  });
  return (
    <Card title={t('backups.title')} className="stack">
      <p className="muted">{t('backups.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={80} />}
      {data !== undefined && <Summary {...data} />}
      {make.isError && <FailureNote failure={failureOf(make.error)} />}
      {data?.hasPassphrase === false && (
        <p className="note">
          {t('backups.need-passphrase')}{' '}
          <button
            type="button"
            className="as-link"
            onClick={() => document.querySelector<HTMLInputElement>('input[name="passphrase"]')?.focus()}
          >
            {t('backups.set-passphrase')}
          </button>
        </p>
      )}
      <div className="actions">
        <Button
          look="primary"
          disabled={data?.hasPassphrase === false}
          busy={data?.work === undefined ? undefined : workText(data.work)}
          onClick={() => make.mutate()}
        >
          {t('backups.make')}
        </Button>
      </div>
      {data !== undefined && <p className="muted">{t('backups.kept', data.settings.keep)}</p>}
      {data?.places.map((place) => (
        <PlaceRows key={place.settings.id} place={place} />
      ))}
    </Card>
  );
}
