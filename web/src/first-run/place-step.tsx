// Where the home is: taken from the device in the hand, or typed; the clock it lives by, and the money that is usual there.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Home } from '#api/homes.ts';
import { call, failureOf } from '../api.ts';
import { tariffQuery } from '../energy/ledger.ts';
import { sitesQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { Combo } from '../setup/combo.tsx';
import { decimal } from '../format.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Field, Loading, Skeleton } from '../ui/parts.tsx';
import { knownZones } from '../zone.ts';
import { noCurrency } from './tariff-prices.ts';
import { numberOf } from './typed-number.ts';
import { homeQuery } from './use-progress.ts';

const zones = knownZones().map((id) => ({ id, label: id.replaceAll('_', ' ') }));
const askMs = 20_000;
/** Some ten metres: the sun is no more exact, and nobody has to know more. */
const places = 4;

interface Entries {
  readonly latitude: string;
  readonly longitude: string;
  readonly zone: string | undefined;
}

const shown = (degrees: number | undefined): string => (degrees === undefined ? '' : degrees.toFixed(places));

/** Degrees that were typed; absent if they are none. */
function degreesOf(text: string, most: number): number | undefined {
  const degrees = numberOf(text);
  return degrees !== undefined && Math.abs(degrees) <= most ? degrees : undefined;
}

/** Asks the browser where it is. */
function useOwnPlace(onPlace: (coords: { readonly latitude: number; readonly longitude: number }) => void) {
  const [state, setState] = useState<'idle' | 'asking' | 'refused'>('idle');
  const ask = (): void => {
    setState('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle');
        onPlace(coords);
      },
      () => setState('refused'),
      { timeout: askMs },
    );
  };
  return { state, ask };
}

function useMove(onMoved: () => void) {
  const { id } = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { latitude: number | null; longitude: number | null; timeZone: string }) =>
      call('changeSite', { params: { site: id }, body }),
    onSuccess: async (home) => {
      client.setQueryData(homeQuery(id).queryKey, home);
      await Promise.all([
        client.invalidateQueries({ queryKey: sitesQuery.queryKey }),
        client.invalidateQueries({ queryKey: tariffQuery(id).queryKey }),
      ]);
      onMoved();
    },
  });
}

interface DegreesProps {
  readonly entries: Entries;
  /** Whether what is wrong is said. */
  readonly isAsked: boolean;
  readonly set: (part: Partial<Entries>) => void;
}

function Degrees({ entries: { latitude, longitude }, isAsked, set }: DegreesProps): ReactNode {
  const problem = (text: string, most: number, example: number): string | undefined =>
    isAsked && degreesOf(text, most) === undefined
      ? t('story.place.bad', { most: decimal(most), example: decimal(example, 2) })
      : undefined;
  return (
    <div className="field-row even">
      <Field
        label={t('story.place.latitude')}
        inputMode="decimal"
        maxLength={20}
        value={latitude}
        problem={problem(latitude, 90, 48.14)}
        onChange={({ target }) => set({ latitude: target.value })}
      />
      <Field
        label={t('story.place.longitude')}
        inputMode="decimal"
        maxLength={20}
        value={longitude}
        problem={problem(longitude, 180, 11.58)}
        onChange={({ target }) => set({ longitude: target.value })}
      />
    </div>
  );
}

function PlaceForm({ home }: { readonly home: Home }): ReactNode {
  const [entries, setEntries] = useState<Entries>({
    latitude: shown(home.latitude),
    longitude: shown(home.longitude),
    zone: home.timeZone,
  });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<Entries>): void => setEntries((before) => ({ ...before, ...part }));
  const own = useOwnPlace(({ latitude, longitude }) => set({ latitude: shown(latitude), longitude: shown(longitude) }));
  const move = useMove(() => setTried(false));
  const { data: tariff } = useQuery(tariffQuery(home.id));
  const isEmpty = entries.latitude.trim() === '' && entries.longitude.trim() === '';
  const latitude = degreesOf(entries.latitude, 90);
  const longitude = degreesOf(entries.longitude, 180);
  const isWhole = isEmpty || (latitude !== undefined && longitude !== undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!isWhole || entries.zone === undefined || move.isPending) return;
    move.mutate({ latitude: latitude ?? null, longitude: longitude ?? null, timeZone: entries.zone });
  };
  return (
    <form className="card" onSubmit={submit} noValidate>
      <h1>{t('story.place.title')}</h1>
      <p className="muted">{t('story.place.text')}</p>
      {/* Browsers tell it on secure pages alone. */}
      {window.isSecureContext && 'geolocation' in navigator && (
        <div>
          <Button icon="globe" busy={own.state === 'asking' ? t('find.asking') : undefined} onClick={own.ask}>
            {t('story.place.here')}
          </Button>
        </div>
      )}
      <div aria-live="polite">{own.state === 'refused' && <p className="note">{t('story.place.refused')}</p>}</div>
      <Degrees entries={entries} isAsked={tried && !isWhole} set={set} />
      <Combo
        label={t('owner.zone')}
        hint={t('owner.zone-hint')}
        items={zones}
        value={entries.zone}
        problem={tried && entries.zone === undefined ? t('owner.need-zone') : undefined}
        onChange={(zone) => set({ zone })}
      />
      {tariff !== undefined && tariff.currency !== noCurrency && (
        <p className="note">{t('story.place.currency', { currency: tariff.currency })}</p>
      )}
      {move.isError && <FailureNote failure={failureOf(move.error)} />}
      <div className="actions">
        <Button type="submit" look="primary" busy={move.isPending ? t('story.place.moving') : undefined}>
          {t('energy.tariff.save')}
        </Button>
      </div>
    </form>
  );
}

/** The step. */
export function PlaceStep(): ReactNode {
  const { id } = useSite();
  const mayMove = useMay('site.manage');
  const { data: home, error, isError, refetch } = useQuery(homeQuery(id));
  if (home !== undefined && mayMove) return <PlaceForm home={home} />;
  if (isError) return <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />;
  return (
    <Loading>
      <Skeleton height={320} />
    </Loading>
  );
}
