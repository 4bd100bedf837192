// When backups are made, how many are kept, where they go and which passphrase opens them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Backups, BackupPlace, BackupSettings } from '#api/backup.ts';
import { call, failureOf } from '../api.ts';
import { t } from '../words.ts';
import { weekdayText } from '../zone.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { emptyPlace, PlaceFields } from './place-fields.tsx';
import { backupsQuery } from './queries.ts';

const rhythms = ['none', 'day', 'week'] as const;
type Rhythm = (typeof rhythms)[number];
/** Monday is 1, as in ISO 8601. */
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
/** Half past two at night, when little happens. */
const standardMinute = 150;

const timeText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

function withRhythm(settings: BackupSettings, rhythm: Rhythm): BackupSettings {
  const { schedule, ...rest } = settings;
  if (rhythm === 'none') return rest;
  const atMinute = schedule?.atMinute ?? standardMinute;
  return { ...rest, schedule: rhythm === 'day' ? { every: 'day', atMinute } : { every: 'week', weekday: 1, atMinute } };
}

const mostKept = 1000;

/** Whether so many can be kept. */
const isKept = (count: number): boolean => Number.isInteger(count) && count >= 0 && count <= mostKept;

interface FieldsProps {
  readonly settings: BackupSettings;
  readonly onChange: (settings: BackupSettings) => void;
}

function ScheduleFields({ settings, onChange }: FieldsProps): ReactNode {
  const { schedule, keep } = settings;
  return (
    <>
      <Choice
        label={t('backups.every')}
        options={optionsOf(rhythms, (rhythm) => t(`backups.every-${rhythm}`))}
        value={schedule?.every ?? 'none'}
        onChange={(rhythm) => onChange(withRhythm(settings, rhythm))}
      />
      {schedule?.every === 'week' && (
        <Choice
          label={t('backups.weekday')}
          options={weekdays.map((day) => ({ value: String(day), label: weekdayText(day) }))}
          value={String(schedule.weekday ?? 1)}
          onChange={(day) => onChange({ ...settings, schedule: { ...schedule, weekday: Number(day) } })}
        />
      )}
      {schedule !== undefined && (
        <Field
          label={t('backups.at')}
          name="at"
          type="time"
          value={timeText(schedule.atMinute)}
          onChange={({ target }) =>
            onChange({ ...settings, schedule: { ...schedule, atMinute: minuteOf(target.value) } })
          }
        />
      )}
      {(['days', 'weeks', 'months'] as const).map((name) => (
        <Field
          key={name}
          label={t(`backups.keep-${name}`)}
          name={name}
          type="number"
          min={0}
          max={mostKept}
          value={String(keep[name])}
          problem={isKept(keep[name]) ? undefined : t('backups.keep-wrong')}
          onChange={({ target }) =>
            onChange({ ...settings, keep: { ...keep, [name]: Math.round(Number(target.value)) } })
          }
        />
      ))}
    </>
  );
}

interface PlacesProps extends FieldsProps {
  readonly secrets: Readonly<Record<string, string>>;
  readonly onSecrets: (secrets: Readonly<Record<string, string>>) => void;
}

function freeId(places: readonly BackupPlace[]): string {
  let number = places.length + 1;
  while (places.some(({ id }) => id === `place-${number}`)) number += 1;
  return `place-${number}`;
}

function PlacesFields({ settings, onChange, secrets, onSecrets }: PlacesProps): ReactNode {
  const { places } = settings;
  const set = (next: readonly BackupPlace[]): void => onChange({ ...settings, places: [...next] });
  return (
    <>
      <h3>{t('backups.places')}</h3>
      {places.length === 0 && <p className="muted">{t('backups.places-none')}</p>}
      {places.map((place) => (
        <PlaceFields
          key={place.id}
          place={place}
          secret={secrets[place.id] ?? ''}
          onChange={(next) => set(places.map((one) => (one.id === place.id ? next : one)))}
          onSecret={(secret) => onSecrets({ ...secrets, [place.id]: secret })}
          onRemove={() => set(places.filter(({ id }) => id !== place.id))}
        />
      ))}
      <div className="actions">
        <Button onClick={() => set([...places, emptyPlace('folder', freeId(places))])}>{t('backups.add')}</Button>
      </div>
    </>
  );
}

function SettingsForm({ known }: { readonly known: Backups }): ReactNode {
  const client = useQueryClient();
  const [settings, setSettings] = useState<BackupSettings>(known.settings);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [passphrase, setPassphrase] = useState('');
  const save = useMutation({
    mutationFn: () => {
      const given = Object.fromEntries(Object.entries(secrets).filter(([, secret]) => secret !== ''));
      return call('saveBackupSettings', {
        body: { settings, secrets: given, ...(passphrase === '' ? {} : { passphrase }) },
      });
    },
    onSuccess: (view) => {
      client.setQueryData(backupsQuery.queryKey, view);
      setSecrets({});
      setPassphrase('');
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (Object.values(settings.keep).every(isKept)) save.mutate();
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Field
        label={t('backups.passphrase')}
        hint={t(known.hasPassphrase ? 'backups.passphrase-set' : 'backups.passphrase-hint')}
        name="passphrase"
        type="password"
        autoComplete="new-password"
        maxLength={1000}
        value={passphrase}
        onChange={({ target }) => setPassphrase(target.value)}
      />
      <ScheduleFields settings={settings} onChange={setSettings} />
      <PlacesFields settings={settings} onChange={setSettings} secrets={secrets} onSecrets={setSecrets} />
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
      {save.isSuccess && <output className="note">{t('backups.saved')}</output>}
      <div className="actions">
        <Button look="primary" type="submit" busy={save.isPending ? t('backups.save') : undefined}>
          {t('backups.save')}
        </Button>
      </div>
    </form>
  );
}

/** The card. */
export function BackupSettingsCard(): ReactNode {
  const { data, error, isError, refetch } = useQuery(backupsQuery);
  return (
    <Card title={t('backups.settings')}>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={160} />}
      {data !== undefined && <SettingsForm known={data} />}
    </Card>
  );
}
