// Tokens of programs: each with a name, a scope and an end; shown once.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { TokenView } from '#api/credentials.ts';
import { call, failureOf } from '../api.ts';
import { age } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { sitesQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { CopyField } from '../setup/copy-field.tsx';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { dateWords } from './dates.ts';
import { isWhole, type May, MayFields, useMayTexts } from './may-choice.tsx';
import { tokensQuery } from './queries.ts';

const days = ['30', '90', '365', 'never'] as const;
const dayMs = 86_400_000;
const everywhere = '*';

function useHomes(): {
  readonly nameOf: (site: string) => string;
  readonly options: readonly { value: string; label: string }[];
} {
  const { data = [] } = useQuery(sitesQuery);
  const homes = data.map(({ id, name }) => ({ value: id, label: name }));
  const options = [...homes, { value: everywhere, label: t('account.everywhere') }];
  return { options, nameOf: (site) => options.find(({ value }) => value === site)?.label ?? site };
}

function TokenRow({ token, onRemove }: { readonly token: TokenView; readonly onRemove: () => void }): ReactNode {
  const nowMs = useServerNow();
  const { nameOf } = useHomes();
  const { name, kind, grants, usedMs, from = '–', expiresMs } = token;
  const gives = useMayTexts(grants);
  const said = [
    t(`tokens.kind.${kind}`),
    ...grants.map(({ site }, index) => t('tokens.scope', { home: nameOf(site), may: gives[index] ?? '' })),
    usedMs === undefined ? t('tokens.unused') : t('tokens.used', { ago: age(nowMs - usedMs), from }),
    ...(expiresMs === undefined ? [] : [t('tokens.until', { date: dateWords(expiresMs) })]),
  ];
  return (
    <li>
      <div>
        <h3>{name}</h3>
        {said.map((line) => (
          <p key={line} className="muted">
            {line}
          </p>
        ))}
      </div>
      <Button look="danger" aria-label={t('account.remove-of', { name })} onClick={onRemove}>
        {t('account.remove')}
      </Button>
    </li>
  );
}

function MadeSheet({ token, onClose }: { readonly token: string; readonly onClose: () => void }): ReactNode {
  return (
    <Sheet title={t('tokens.add')} onClose={onClose}>
      <p>{t('tokens.made')}</p>
      <CopyField label={t('tokens.token')} value={token} />
    </Sheet>
  );
}

function TokenSheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const shown = useSite();
  const { options } = useHomes();
  const mayMakeForHome = useMay('people.manage');
  const nowMs = useServerNow();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<TokenView['kind']>('personal');
  const [site, setSite] = useState(shown.id);
  const [may, setMay] = useState<May>('viewer');
  const [lasts, setLasts] = useState<(typeof days)[number]>('365');
  const make = useMutation({
    mutationFn: () => {
      const ends = lasts === 'never' ? {} : { expiresMs: Math.round(nowMs + Number(lasts) * dayMs) };
      return call('addToken', { body: { name: name.trim(), kind, grants: [{ site, may }], ...ends } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  if (make.data !== undefined) return <MadeSheet token={make.data.token} onClose={onClose} />;
  return (
    <Sheet title={t('tokens.add')} onClose={onClose}>
      <Field
        label={t('tokens.name')}
        name="token-name"
        autoComplete="off"
        maxLength={80}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      {mayMakeForHome && (
        <Choice
          label={t('tokens.kind')}
          options={optionsOf(['personal', 'integration'] as const, (one) => t(`tokens.kind.${one}`))}
          value={kind}
          onChange={setKind}
        />
      )}
      <Choice
        label={t('account.home')}
        options={options}
        value={site}
        onChange={(next) => {
          setSite(next);
          if (typeof may !== 'string') setMay('viewer');
        }}
      />
      <MayFields label={t('tokens.may')} site={site} value={may} onChange={setMay} />
      <Choice
        label={t('tokens.days')}
        options={optionsOf(days, (one) => t(`tokens.days.${one}`))}
        value={lasts}
        onChange={setLasts}
      />
      {make.isError && <FailureNote failure={failureOf(make.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button
          look="primary"
          disabled={name.trim() === '' || !isWhole(may)}
          busy={make.isPending ? t('tokens.making') : undefined}
          onClick={() => make.mutate()}
        >
          {t('tokens.make')}
        </Button>
      </div>
    </Sheet>
  );
}

/** The tokens that the person may see. */
export function TokensCard(): ReactNode {
  const client = useQueryClient();
  const [isAdding, setIsAdding] = useState(false);
  const { data, error, isError, refetch } = useQuery(tokensQuery);
  const remove = useMutation({
    mutationFn: (id: string) => call('removeToken', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  return (
    <Card
      title={t('tokens.title')}
      aside={
        <Button icon="plus" onClick={() => setIsAdding(true)}>
          {t('tokens.add')}
        </Button>
      }
    >
      <p className="muted">{t('tokens.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
      {data === undefined && !isError && <Skeleton height={80} />}
      {data?.length === 0 && <p className="muted">{t('tokens.none')}</p>}
      <ul className="rows">
        {data?.map((token) => (
          <TokenRow key={token.id} token={token} onRemove={() => remove.mutate(token.id)} />
        ))}
      </ul>
      {isAdding && <TokenSheet onClose={() => setIsAdding(false)} />}
    </Card>
  );
}
