// Devices that were put together here before: changed at one of their places, removed when no device uses them any more.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { OwnDevices } from '#api/own-devices.ts';
import { call, failureOf } from '../api.ts';
import { useLiveState } from '../live-hooks.ts';
import { protocolsQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { listText, t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';
import { ownDevicesQuery } from './queries.ts';

interface OwnProps {
  readonly own: OwnDevices[number];
  readonly users: readonly Device[];
}

function Own({ own, users }: OwnProps): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const maySave = useMay('broker.manage');
  const [asks, setAsks] = useState(false);
  const remove = useMutation({
    mutationFn: () => call('removeOwnDevice', { params: { id: own.id } }),
    onSuccess: () =>
      Promise.all(
        [ownDevicesQuery.queryKey, protocolsQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
  const [first] = users;
  return (
    <li className="own">
      <div>
        <h3>{own.title}</h3>
        <p className="hint">
          {users.length === 0
            ? t('topics.unused')
            : t('topics.used-by', { names: listText(users.map(({ name }) => name)) })}
          {` · ${own.file}`}
        </p>
        {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
      </div>
      <div className="actions">
        {first !== undefined && (
          <Link
            to="/sites/$site/topics"
            params={{ site: site.id }}
            search={{ device: first.id }}
            className="button"
            aria-label={t('topics.change-of', { name: own.title })}
          >
            {t('topics.change')}
          </Link>
        )}
        {maySave && first === undefined && !asks && (
          <Button aria-label={t('topics.remove-of', { name: own.title })} onClick={() => setAsks(true)}>
            {t('topics.remove')}
          </Button>
        )}
        {first === undefined && asks && (
          <>
            <Button
              look="danger"
              busy={remove.isPending ? t('app.loading') : undefined}
              onClick={() => remove.mutate()}
            >
              {t('topics.remove-sure')}
            </Button>
            <Button onClick={() => setAsks(false)}>{t('word.cancel')}</Button>
          </>
        )}
      </div>
    </li>
  );
}

/** The list; nothing while there is none. */
export function OwnList(): ReactNode {
  const { data = [] } = useQuery(ownDevicesQuery);
  const devices = useLiveState((state) => state.devices) ?? [];
  if (data.length === 0) return null;
  return (
    <Card title={t('topics.own')}>
      <ul className="owns">
        {data.map((own) => (
          <Own key={own.id} own={own} users={devices.filter(({ definition }) => definition === own.id)} />
        ))}
      </ul>
    </Card>
  );
}
