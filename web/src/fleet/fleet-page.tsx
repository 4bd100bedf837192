// Several homes side by side, the worst first; one press goes into one.
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EnergyDay } from '#api/contract.ts';
import type { Fleet, FleetHome } from '#api/fleet.ts';
import { call, failureOf } from '../api.ts';
import { againAfter } from '../ask-again.ts';
import { age, decimal, energy, inWords, percent } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, FailureNote, Field, Loading, PageTitle, Skeleton } from '../ui/parts.tsx';
import { useRested } from '../use-rested.ts';
import { FleetMap } from './fleet-map.tsx';
import { fleetAsk, type FleetSearch, fleetSorts, pageSize } from './fleet-search.ts';

const againMs = 15_000;
const restMs = 250;

/** The mark of a device that is as the home is. */
const dots = { silent: 'offline', attention: 'stale', waiting: 'unheard', good: 'online', empty: 'unheard' } as const;

const fleetQuery = (wanted: FleetSearch) =>
  queryOptions({
    queryKey: ['fleet', wanted],
    queryFn: ({ signal }) => call('readFleet', { query: fleetAsk(wanted), signal }),
    refetchInterval: ({ state }) => againAfter(state.error, againMs),
    placeholderData: keepPreviousData,
  });

function Day({ today }: { readonly today: EnergyDay }): ReactNode {
  const { pvWh, loadWh, selfSufficiency } = today;
  return (
    <dl className="facts">
      {pvWh !== undefined && (
        <div>
          <dt>{t('meters.side-of.pv')}</dt>
          <dd>{inWords(energy(pvWh))}</dd>
        </div>
      )}
      {loadWh !== undefined && (
        <div>
          <dt>{t('meters.side-of.load')}</dt>
          <dd>{inWords(energy(loadWh))}</dd>
        </div>
      )}
      {selfSufficiency !== undefined && (
        <div>
          <dt>{t('today.self-sufficiency')}</dt>
          <dd>{inWords(percent(selfSufficiency))}</dd>
        </div>
      )}
    </dl>
  );
}

function HomeRow({ home }: { readonly home: FleetHome }): ReactNode {
  const { id, name, state, devices, lost, alerts = 0, heardMs, today } = home;
  const nowMs = useServerNow();
  return (
    <li className="fleet-home">
      <div>
        <h2>
          <Link to="/sites/$site" params={{ site: id }}>
            {name}
          </Link>
        </h2>
        <span className={`state ${dots[state]}`}>
          <i aria-hidden="true" />
          {t(`fleet.state.${state}`)}
        </span>
      </div>
      <p className="muted">
        {devices > 0 && <span>{t('fleet.devices', { count: devices })}</span>}
        {lost > 0 && <span className="problem">{t('fleet.lost', { count: lost })}</span>}
        {alerts > 0 && <span className="problem">{t('alerts.badge', { count: alerts })}</span>}
        {devices > 0 && (
          <span>
            {heardMs === undefined ? t('devices.never-seen') : t('devices.last-seen', { age: age(nowMs - heardMs) })}
          </span>
        )}
      </p>
      {today !== undefined && <Day today={today} />}
    </li>
  );
}

interface PagesProps {
  readonly fleet: Fleet;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

function PageButtons({ fleet: { homes, count }, page, onPage }: PagesProps): ReactNode {
  if (count <= pageSize) return null;
  const before = (page - 1) * pageSize;
  const shown = { from: decimal(before + 1), to: decimal(before + homes.length), count: decimal(count) };
  return (
    <div className="actions">
      <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {t('fleet.previous')}
      </Button>
      {homes.length > 0 && <p className="muted">{t('fleet.range', shown)}</p>}
      <Button disabled={before + homes.length >= count} onClick={() => onPage(page + 1)}>
        {t('fleet.next')}
      </Button>
    </div>
  );
}

function Homes({ fleet, page, onPage }: PagesProps): ReactNode {
  return (
    <>
      <p className="muted" aria-live="polite">
        {fleet.count === 0 ? t('fleet.none') : t('fleet.count', { count: fleet.count, unwell: fleet.unwell })}
      </p>
      <FleetMap homes={fleet.homes} />
      <ul className="fleet">
        {fleet.homes.map((home) => (
          <HomeRow key={home.id} home={home} />
        ))}
      </ul>
      <PageButtons fleet={fleet} page={page} onPage={onPage} />
    </>
  );
}

/** The page of all homes. */
export function FleetPage(): ReactNode {
  const wanted = useSearch({ from: '/fleet' });
  const navigate = useNavigate();
  const search = useRested(wanted.search, restMs);
  const { data, error, isError, refetch } = useQuery(fleetQuery({ ...wanted, search }));
  // Another page is gone back from; what is typed is one step, not one for each key.
  const change = (next: FleetSearch): void =>
    void navigate({ to: '/fleet', search: next, replace: next.page === undefined });
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: t('pages.fleet') })} />
      <div className="page-head">
        <h1>{t('pages.fleet')}</h1>
      </div>
      <div className="field-row even">
        <Field
          type="search"
          label={t('fleet.search')}
          maxLength={80}
          value={wanted.search ?? ''}
          onChange={({ target }) =>
            change({ ...wanted, search: target.value === '' ? undefined : target.value, page: undefined })
          }
        />
        <Choice
          label={t('fleet.sort')}
          options={optionsOf(fleetSorts, (sort) => t(`fleet.sort.${sort}`))}
          value={wanted.sort ?? 'worst'}
          onChange={(sort) => change({ ...wanted, sort, page: undefined })}
        />
      </div>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && (
        <Loading>
          <Skeleton height={320} />
        </Loading>
      )}
      {data !== undefined && (
        <Homes fleet={data} page={wanted.page ?? 1} onPage={(page) => change({ ...wanted, page })} />
      )}
    </>
  );
}
