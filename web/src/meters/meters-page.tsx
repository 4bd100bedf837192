// What the devices of a home measure, and which one counts for each side: guesses are shown, and a person decides.
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState, type ReactNode } from 'react';
import type { MeterRole, MeterRoles, RoleChange } from '#api/meter-roles.ts';
import { wholeOf } from '#core/meter-part.ts';
import { call, failureOf } from '../api.ts';
import { forgetLedger, rolesQuery } from '../energy/ledger.ts';
import { useMay, useSite } from '../session.ts';
import { listText, t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, Card, FailureNote, Field, PageTitle, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { momentText, instantFrom, wallText } from '../zone.ts';
import { type OtherDevice, RoleChoice, roleWords } from './role-choice.tsx';

type Measuring = MeterRoles['devices'][number];

const nameOf = ({ device, deviceName = device }: Measuring): string => deviceName;

function useSaveRole(device: string, onSaved: () => void) {
  const site = useSite();
  const client = useQueryClient();
  const whole = wholeOf(device);
  return useMutation({
    mutationFn: (change: Omit<RoleChange, 'part'>) => {
      const part = device.slice(whole.length + 1);
      const body = { ...change, ...(part === '' ? {} : { part }) };
      return call('saveMeterRole', { params: { site: site.id, device: whole }, body });
    },
    onSuccess: (roles) => {
      client.setQueryData(rolesQuery(site.id).queryKey, roles);
      void forgetLedger(client, site.id);
      onSaved();
    },
  });
}

interface RoleSheetProps {
  readonly one: Measuring;
  readonly others: readonly OtherDevice[];
  readonly onClose: () => void;
}

function RoleSheet({ one, others, onClose }: RoleSheetProps): ReactNode {
  const { timeZone } = useSite();
  const [role, setRole] = useState<MeterRole>(one.role);
  const [since, setSince] = useState(one.fromMs === undefined ? '' : wallText(one.fromMs, timeZone));
  const fromMs = instantFrom(since, timeZone);
  const save = useSaveRole(one.device, onClose);
  return (
    <Sheet title={t('meters.sheet', { name: nameOf(one) })} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate({ role, ...(fromMs === undefined ? {} : { fromMs }) });
        }}
      >
        <RoleChoice role={role} name={nameOf(one)} others={others} isPart={one.part !== undefined} onChange={setRole} />
        <Field
          type="datetime-local"
          label={t('meters.from')}
          hint={t(fromMs === undefined ? 'meters.since' : 'meters.since-moment')}
          value={since}
          onChange={({ target }) => setSince(target.value)}
        />
        {save.isError && <FailureNote failure={failureOf(save.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="submit" look="primary" busy={save.isPending ? t('meters.saving') : undefined}>
            {t('meters.save')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

interface MeterRowProps {
  readonly one: Measuring;
  readonly roles: MeterRoles;
}

/** The role of a device in words; of one that measures what is usual for its kind, the sides it speaks for. */
function told({ device, part, role }: Measuring, sides: MeterRoles['sides'], named: (id: string) => string): string {
  if (role.kind !== 'own') return roleWords(role, named);
  if (part !== undefined) return t(part.kind === 'channel' ? 'meters.not-said' : 'meters.with-device');
  const own = sides.filter(({ speakers }) => speakers.some((speaker) => speaker.device === device));
  if (own.length === 0) return t('meters.no-side');
  const names = own.map(({ side }) => t(`meters.side-of.${side}`));
  return t('meters.own-sides', { sides: listText(names) });
}

function MeterRow({ one, roles: { devices: all, sides } }: MeterRowProps): ReactNode {
  const { timeZone } = useSite();
  const mayChange = useMay('energy.manage');
  const [isOpen, setIsOpen] = useState(false);
  const take = useSaveRole(one.device, () => undefined);
  const named = (id: string): string => {
    const found = all.find(({ device }) => device === id);
    return found === undefined ? id : nameOf(found);
  };
  const others = all
    .filter(({ device }) => device !== one.device)
    .map((other) => ({ id: other.device, name: nameOf(other) }));
  const { guess } = one;
  return (
    <li className="meter">
      <div>
        <h3>{one.part === undefined ? nameOf(one) : partTitle(one, one.part)}</h3>
        <p>
          {told(one, sides, named)}
          {one.why !== undefined && <span className="hint"> {t(`meters.guessed.${one.why}`)}</span>}
        </p>
        {one.fromMs !== undefined && (
          <p className="hint">{t('meters.from-moment', { moment: momentText(one.fromMs, timeZone) })}</p>
        )}
        {guess !== undefined && (
          <p className="note">
            {t('meters.suggest', { role: roleWords(guess.role, named), why: t(`meters.guessed.${guess.why}`) })}
            {mayChange && <Button onClick={() => take.mutate({ role: guess.role })}>{t('meters.take')}</Button>}
          </p>
        )}
        {take.isError && <FailureNote failure={failureOf(take.error)} />}
      </div>
      {mayChange && (
        <Button aria-label={t('meters.change-of', { name: nameOf(one) })} onClick={() => setIsOpen(true)}>
          {t('meters.change')}
        </Button>
      )}
      {isOpen && <RoleSheet one={one} others={others} onClose={() => setIsOpen(false)} />}
    </li>
  );
}

/** A part of a device with the name of the device. */
function partTitle(one: Measuring, { kind, index }: NonNullable<Measuring['part']>): string {
  return t('meters.role.of', { kind: nameOf(one).replace(/ · L?\d+$/, ''), name: t(`meters.${kind}`, { index }) });
}

/** Single phases and relays are one with their device until somebody says otherwise: they are asked for where somebody looks for them. */
const isTucked = ({ part, isUsual, guess }: Measuring): boolean =>
  part !== undefined && part.kind !== 'channel' && isUsual && guess === undefined;

function Parts({ of, roles }: { readonly of: Measuring; readonly roles: MeterRoles }): ReactNode {
  const parts = roles.devices.filter((one) => one.part?.of === of.device && isTucked(one));
  if (parts.length === 0) return null;
  return (
    <li>
      <details>
        <summary>{t('meters.parts', { name: nameOf(of) })}</summary>
        <p className="hint">{t('meters.parts-text')}</p>
        <ul className="meters">
          {parts.map((one) => (
            <MeterRow key={one.device} one={one} roles={roles} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function Sides({ roles }: { readonly roles: MeterRoles }): ReactNode {
  const named = (id: string): string => {
    const found = roles.devices.find(({ device }) => device === id);
    return found === undefined ? id : nameOf(found);
  };
  return (
    <Card title={t('meters.sides')}>
      <dl className="facts">
        {roles.sides.map(({ side, speakers }) => {
          const best = speakers.filter(({ standsIn }) => !standsIn).map(({ device }) => named(device));
          const rest = speakers
            .filter(({ standsIn }) => standsIn)
            .map(({ device }) => t('meters.stands-in', { name: named(device) }));
          const main = best.length > 1 ? t('meters.added', { names: best.join(' + ') }) : best.join('');
          return (
            <div key={side}>
              <dt>{t(`meters.side-of.${side}`)}</dt>
              <dd>{[main, ...rest].join(', ')}</dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}

const circuitsQuery = (site: string) =>
  queryOptions({
    queryKey: ['circuits', site],
    queryFn: () => call('readCircuitCount', { params: { site } }),
    refetchInterval: ({ state }) => (state.data?.isRunning === true ? 1000 : false),
  });

/** The button that adds circuits to hours that were settled without. */
function PastCircuits(): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const { data } = useQuery(circuitsQuery(site));
  const start = useMutation({
    mutationFn: () => call('countCircuits', { params: { site } }),
    onSuccess: (count) => client.setQueryData(circuitsQuery(site).queryKey, count),
  });
  const isRunning = data?.isRunning === true;
  return (
    <Card title={t('meters.past')}>
      <p>{t('meters.past-text')}</p>
      {isRunning && <progress aria-label={t('meters.past')} value={data.part ?? 0} max={1} />}
      {data?.hours !== undefined && <output>{t('meters.past-done', { hours: data.hours })}</output>}
      {start.isError && <FailureNote failure={failureOf(start.error)} />}
      <Button busy={start.isPending || isRunning ? t('meters.past-busy') : undefined} onClick={() => start.mutate()}>
        {t('meters.past-go')}
      </Button>
    </Card>
  );
}

/** The page of what is measured. */
export function MetersPage(): ReactNode {
  const site = useSite();
  const mayChange = useMay('energy.manage');
  const { data, error, isError, refetch } = useQuery(rolesQuery(site.id));
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: t('meters.title') })} />
      <header className="page-head">
        <Link to="/sites/$site/energy" params={{ site: site.id }} className="back">
          <Icon name="back" size={20} />
          {t('energy.title')}
        </Link>
        <h1>{t('meters.title')}</h1>
        <p className="muted">{t('meters.text')}</p>
      </header>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={240} />}
      {data !== undefined && (
        <>
          <Sides roles={data} />
          <Card title={t('meters.devices')}>
            {data.devices.length === 0 && <p className="note">{t('meters.nobody')}</p>}
            <ul className="meters">
              {data.devices
                .filter((one) => !isTucked(one))
                .map((one) => (
                  <Fragment key={one.device}>
                    <MeterRow one={one} roles={data} />
                    {one.part === undefined && <Parts of={one} roles={data} />}
                  </Fragment>
                ))}
            </ul>
          </Card>
          {mayChange && data.devices.some(({ role }) => role.kind === 'circuit') && <PastCircuits />}
        </>
      )}
    </>
  );
}
