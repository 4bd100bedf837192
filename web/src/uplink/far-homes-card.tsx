// The homes that send their readings here: how each is doing, letting one in, a new secret, an end.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { FarHome, MadeFarHome } from '#api/uplink.ts';
import { momentWords } from '../account/dates.ts';
import { call, failureOf } from '../api.ts';
import { sitesQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { CopyField } from '../setup/copy-field.tsx';
import { Choice } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { t } from '../words.ts';
import { farHomesQuery } from './queries.ts';

function connectionText({ connectedMs, from = '–', heardMs }: FarHome): string {
  if (connectedMs !== undefined) return t('far-homes.connected', { time: momentWords(connectedMs), from });
  return heardMs === undefined ? t('far-homes.away') : t('far-homes.heard', { time: momentWords(heardMs) });
}

interface RowProps {
  readonly home: FarHome;
  readonly into: string;
  readonly onRenew: () => void;
  readonly onRemove: () => void;
}

function HomeRow({ home, into, onRenew, onRemove }: RowProps): ReactNode {
  const { name, devices, taken, refused, trouble } = home;
  return (
    <li>
      <div>
        <h3>{name}</h3>
        <p>{connectionText(home)}</p>
        <p className="muted">{t('far-homes.into', { home: into })}</p>
        <p className="muted">{t('far-homes.counts', { devices, taken, refused })}</p>
        {trouble !== undefined && (
          <p className="problem">{t('uplink.trouble', { time: momentWords(trouble.atMs), reason: trouble.reason })}</p>
        )}
      </div>
      <div className="actions">
        <Button aria-label={t('far-homes.renew-of', { name })} onClick={onRenew}>
          {t('far-homes.renew')}
        </Button>
        <Button look="danger" aria-label={t('account.remove-of', { name })} onClick={onRemove}>
          {t('account.remove')}
        </Button>
      </div>
    </li>
  );
}

/** Where this Solstead takes homes on its main port, as this browser reaches it. */
function uplinkAddress(): string {
  const url = new URL('api/v1/uplink', document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

function MadeSheet({ made, onClose }: { readonly made: MadeFarHome; readonly onClose: () => void }): ReactNode {
  return (
    <Sheet title={made.name} onClose={onClose}>
      <p>{t('far-homes.made')}</p>
      <CopyField label={t('uplink.address')} value={uplinkAddress()} />
      <CopyField label={t('uplink.client-id')} value={made.id} />
      <CopyField label={t('uplink.secret')} value={made.secret} />
    </Sheet>
  );
}

function AddSheet({ onMade, onClose }: { readonly onMade: (made: MadeFarHome) => void; readonly onClose: () => void }) {
  const shown = useSite();
  const { data: sites = [] } = useQuery(sitesQuery);
  const [name, setName] = useState('');
  const [site, setSite] = useState(shown.id);
  const make = useMutation({
    mutationFn: () => call('addFarHome', { body: { name: name.trim(), site } }),
    onSuccess: onMade,
  });
  return (
    <Sheet title={t('far-homes.add')} onClose={onClose}>
      <Field
        label={t('far-homes.name')}
        name="far-home-name"
        autoComplete="off"
        maxLength={200}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Choice
        label={t('far-homes.site')}
        options={sites.map(({ id, name: label }) => ({ value: id, label }))}
        value={site}
        onChange={setSite}
      />
      {make.isError && <FailureNote failure={failureOf(make.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button
          look="primary"
          disabled={name.trim() === ''}
          busy={make.isPending ? t('far-homes.making') : undefined}
          onClick={() => make.mutate()}
        >
          {t('far-homes.make')}
        </Button>
      </div>
    </Sheet>
  );
}

/** The card. */
export function FarHomesCard(): ReactNode {
  const client = useQueryClient();
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<MadeFarHome>();
  const { data, error, isError, refetch } = useQuery(farHomesQuery);
  const { data: sites = [] } = useQuery(sitesQuery);
  const again = () => client.invalidateQueries({ queryKey: farHomesQuery.queryKey });
  const show = (home: MadeFarHome): void => {
    setIsAdding(false);
    setMade(home);
    void again();
  };
  const renew = useMutation({
    mutationFn: (id: string) => call('renewFarHome', { params: { id } }),
    onSuccess: show,
  });
  const remove = useMutation({
    mutationFn: (id: string) => call('removeFarHome', { params: { id } }),
    onSettled: again,
  });
  const failed = [renew, remove].find((one) => one.isError);
  return (
    <Card
      title={t('far-homes.title')}
      aside={
        <Button icon="plus" onClick={() => setIsAdding(true)}>
          {t('far-homes.add')}
        </Button>
      }
    >
      <p className="muted">{t('far-homes.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {failed !== undefined && <FailureNote failure={failureOf(failed.error)} />}
      {data === undefined && !isError && <Skeleton height={80} />}
      {data?.homes.length === 0 && <p className="muted">{t('far-homes.none')}</p>}
      <ul className="rows">
        {data?.homes.map((home) => (
          <HomeRow
            key={home.id}
            home={home}
            into={sites.find(({ id }) => id === home.site)?.name ?? home.site}
            onRenew={() => renew.mutate(home.id)}
            onRemove={() => remove.mutate(home.id)}
          />
        ))}
      </ul>
      {isAdding && <AddSheet onMade={show} onClose={() => setIsAdding(false)} />}
      {made !== undefined && <MadeSheet made={made} onClose={() => setMade(undefined)} />}
    </Card>
  );
}
