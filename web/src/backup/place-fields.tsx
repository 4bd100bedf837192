// The fields of a place, by its kind, with a test of it.
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { BackupPlace } from '#api/backup.ts';
import { call, failureOf } from '../api.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, FailureNote, Field } from '../ui/parts.tsx';

const kinds = ['folder', 'webdav', 's3', 'sftp'] as const;

/** A place of a kind with nothing filled in. */
export function emptyPlace(kind: BackupPlace['kind'], id: string): BackupPlace {
  switch (kind) {
    case 'folder':
      return { id, kind, path: '' };
    case 'webdav':
      return { id, kind, url: '', account: '' };
    case 's3':
      return { id, kind, url: '', region: 'us-east-1', bucket: '', prefix: '', account: '' };
    case 'sftp':
      return { id, kind, host: '', port: 22, path: '', account: '' };
  }
}

const labels = {
  path: 'backups.path',
  url: 'backups.url',
  region: 'backups.region',
  bucket: 'backups.bucket',
  prefix: 'backups.prefix',
  host: 'backups.host',
  port: 'backups.port',
  account: 'backups.account',
} as const;

const fieldsOf = {
  folder: ['path'],
  webdav: ['url', 'account'],
  s3: ['url', 'region', 'bucket', 'prefix', 'account'],
  sftp: ['host', 'port', 'path', 'account'],
} as const satisfies Record<BackupPlace['kind'], readonly (keyof typeof labels)[]>;

interface PlaceFieldsProps {
  readonly place: BackupPlace;
  readonly secret: string;
  readonly onChange: (place: BackupPlace) => void;
  readonly onSecret: (secret: string) => void;
  readonly onRemove: () => void;
}

function TestButton({ place, secret }: Pick<PlaceFieldsProps, 'place' | 'secret'>): ReactNode {
  const test = useMutation({
    mutationFn: (asked: Pick<PlaceFieldsProps, 'place' | 'secret'>) =>
      call('testBackupPlace', {
        body: { place: asked.place, ...(asked.secret === '' ? {} : { secret: asked.secret }) },
      }),
  });
  const key = test.data?.hostKey;
  // What was found holds for what was tried.
  const isTried = test.variables?.place === place && test.variables.secret === secret;
  return (
    <>
      {isTried && test.isError && <FailureNote failure={failureOf(test.error)} />}
      {isTried && test.isSuccess && (
        <output className="note">{key === undefined ? t('backups.works') : t('backups.works-key', { key })}</output>
      )}
      <Button busy={test.isPending ? t('backups.test') : undefined} onClick={() => test.mutate({ place, secret })}>
        {t('backups.test')}
      </Button>
    </>
  );
}

/** The fields. */
export function PlaceFields({ place, secret, onChange, onSecret, onRemove }: PlaceFieldsProps): ReactNode {
  const values: Readonly<Record<string, unknown>> = { ...place };
  return (
    <fieldset className="stack">
      <Choice
        label={t('backups.place')}
        options={optionsOf(kinds, (kind) => t(`backups.kinds.${kind}`))}
        value={place.kind}
        onChange={(kind) => onChange(emptyPlace(kind, place.id))}
      />
      {fieldsOf[place.kind].map((name) => (
        <Field
          key={name}
          label={t(labels[name])}
          name={name}
          maxLength={500}
          value={typeof values[name] === 'string' || typeof values[name] === 'number' ? `${values[name]}` : ''}
          onChange={({ target: { value } }) => onChange({ ...place, [name]: name === 'port' ? Number(value) : value })}
        />
      ))}
      {place.kind !== 'folder' && (
        <Field
          label={t('backups.secret')}
          hint={t('backups.secret-hint')}
          name="secret"
          type="password"
          autoComplete="off"
          maxLength={8000}
          value={secret}
          onChange={({ target }) => onSecret(target.value)}
        />
      )}
      {place.kind === 'sftp' && place.hostKey !== undefined && (
        <p className="muted">{t('backups.host-key', { key: place.hostKey })}</p>
      )}
      <div className="actions">
        <TestButton place={place} secret={secret} />
        <Button look="danger" onClick={onRemove}>
          {t('backups.remove')}
        </Button>
      </div>
    </fieldset>
  );
}
