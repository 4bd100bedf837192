// Years of energy for the energy dashboard of Home Assistant: shown first, then given statistic by statistic. The token is not kept.
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { StatisticsGiven } from '#api/statistics.ts';
import { call, failureOf } from '../api.ts';
import { energy, inWords } from '../format.ts';
import { useMay, useSession, useSite } from '../session.ts';
import { Button, Card, FailureNote, Field } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { momentText } from '../zone.ts';
import { Check } from './output-fields.tsx';

type Row = StatisticsGiven['statistics'][number];

function RowText({ row, isDone }: { readonly row: Row; readonly isDone: boolean }): ReactNode {
  const { timeZone } = useSite();
  const sums = { first: inWords(energy(row.firstKwh * 1000)), last: inWords(energy(row.lastKwh * 1000)) };
  return (
    <p className="muted">
      {t('years.hours', { hours: row.hours, changed: row.changed, done: String(isDone) })}{' '}
      {t('years.span', {
        from: momentText(row.fromMs, timeZone),
        to: momentText(row.toMs, timeZone),
        ...sums,
      })}
    </p>
  );
}

/** What is asked of it, and how far the giving is. */
function useStatistics(address: string, token: string) {
  const { id: site } = useSite();
  const [done, setDone] = useState<readonly Row[]>([]);
  const ask = (more: { readonly give?: boolean; readonly series?: string[] }): Promise<StatisticsGiven> =>
    call('giveStatistics', { params: { site }, body: { address: address.trim(), token: token.trim(), ...more } });
  const look = useMutation({ mutationFn: () => ask({}), onMutate: () => setDone([]) });
  const give = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) {
        const { statistics } = await ask({ give: true, series: [id] });
        setDone((before) => [...before, ...statistics]);
      }
    },
    onMutate: () => setDone([]),
  });
  return { done, look, give };
}

function Found({ found, token, address }: { found: StatisticsGiven; token: string; address: string }): ReactNode {
  const { done, give } = useStatistics(address, token);
  const [left, setLeft] = useState<readonly string[]>([]);
  const chosen = found.statistics.map(({ id }) => id).filter((id) => !left.includes(id));
  const isDone = give.isSuccess && done.length > 0;
  return (
    <>
      {found.statistics.length === 0 && <p>{t('years.nothing')}</p>}
      {found.odd > 0 && <p className="note">{t('years.odd', { count: found.odd })}</p>}
      <ul className="rows">
        {found.statistics.map((row) => {
          const given = done.find(({ id }) => id === row.id);
          return (
            <li key={row.id}>
              <div>
                <Check
                  label={row.name}
                  checked={!left.includes(row.id)}
                  onChange={(isOn) => setLeft(isOn ? left.filter((id) => id !== row.id) : [...left, row.id])}
                />
                <RowText row={given ?? row} isDone={given !== undefined} />
              </div>
            </li>
          );
        })}
      </ul>
      {give.isPending && <progress max={chosen.length} value={done.length} aria-label={t('years.giving')} />}
      {give.isError && <FailureNote failure={failureOf(give.error)} />}
      {isDone && (
        <output className="note">
          {t('years.given', { count: done.reduce((sum, { changed }) => sum + changed, 0) })}
        </output>
      )}
      {found.statistics.length > 0 && (
        <div className="actions">
          <Button
            look="primary"
            disabled={chosen.length === 0}
            busy={give.isPending ? t('years.giving') : undefined}
            onClick={() => give.mutate(chosen)}
          >
            {t('years.give')}
          </Button>
        </div>
      )}
    </>
  );
}

/** The card; nothing for those who may not say where figures go. */
export function StatisticsCard(): ReactNode {
  const isPerson = useSession()?.state === 'signed-in';
  const may = useMay('site.manage') && isPerson;
  const [address, setAddress] = useState('http://homeassistant.local:8123');
  const [token, setToken] = useState('');
  const { look } = useStatistics(address, token);
  if (!may) return null;
  const isWhole = address.trim() !== '' && token.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isWhole && !look.isPending) look.mutate();
  };
  return (
    <Card title={t('years.title')} className="stack">
      <p className="muted">{t('years.text')}</p>
      <form className="stack" noValidate onSubmit={submit}>
        <Field
          label={t('years.address')}
          inputMode="url"
          value={address}
          maxLength={500}
          onChange={({ target }) => setAddress(target.value)}
        />
        <Field
          label={t('years.token')}
          type="password"
          autoComplete="off"
          hint={t('years.token-hint')}
          value={token}
          maxLength={2000}
          onChange={({ target }) => setToken(target.value)}
        />
        {look.isError && <FailureNote failure={failureOf(look.error)} />}
        <div className="actions">
          <Button type="submit" disabled={!isWhole} busy={look.isPending ? t('years.looking') : undefined}>
            {t('years.look')}
          </Button>
        </div>
      </form>
      {look.data !== undefined && <Found key={look.submittedAt} found={look.data} address={address} token={token} />}
    </Card>
  );
}
