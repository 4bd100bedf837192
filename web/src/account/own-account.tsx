// One's own account: changing the password, and where it is signed in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { SessionView } from '#api/people.ts';
import { call, failureOf } from '../api.ts';
import { age } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { enterSession } from '../queries.ts';
import { PasswordField, passwordLength } from '../setup/password-field.tsx';
import { CodeField } from '../shell/code-field.tsx';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { dateWords } from './dates.ts';
import { sessionsQuery } from './queries.ts';

/** Asks for the current password and a new one. */
export function PasswordCard(): ReactNode {
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () =>
      call('changePassword', { body: { password, newPassword: next, ...(code === '' ? {} : { code }) } }),
    onSuccess: (session) => {
      setPassword('');
      setNext('');
      setCode('');
      setTried(false);
      enterSession(client, session);
    },
  });
  const failure = change.isError ? failureOf(change.error) : undefined;
  // Asked for with the first answer, and kept while the person types.
  const [wantsCode, setWantsCode] = useState(false);
  if (failure?.code === 'access.second-factor' && !wantsCode) setWantsCode(true);
  const missing = passwordLength - next.length;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (missing <= 0 && password !== '' && !change.isPending) change.mutate();
  };
  return (
    <Card title={t('account.own')}>
      <form className="stack" noValidate onSubmit={submit}>
        <Field
          label={t('account.current')}
          name="password"
          type="password"
          autoComplete="current-password"
          maxLength={200}
          value={password}
          onChange={({ target }) => setPassword(target.value)}
        />
        <PasswordField
          label={t('account.new')}
          value={next}
          problem={tried && missing > 0 ? t('owner.more', { missing }) : undefined}
          onChange={setNext}
        />
        {wantsCode && <CodeField value={code} onChange={setCode} />}
        {failure !== undefined && <FailureNote failure={failure} />}
        {change.isSuccess && <output className="note">{t('account.changed')}</output>}
        <div className="actions">
          <Button type="submit" look="primary" busy={change.isPending ? t('account.changing') : undefined}>
            {t('account.change')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function SessionRow({ session, onEnd }: { readonly session: SessionView; readonly onEnd: () => void }): ReactNode {
  const { device, from, usedMs, endsMs, current } = session;
  const nowMs = useServerNow();
  const name = device === '' ? t('account.unknown-device') : device;
  return (
    <li>
      <div>
        <h3>
          {name}
          {current && <span className="tag">{t('account.this')}</span>}
        </h3>
        <p className="muted">
          {t('account.session', { ago: age(nowMs - usedMs), from: from === '' ? '–' : from, date: dateWords(endsMs) })}
        </p>
      </div>
      {!current && (
        <Button look="danger" aria-label={t('account.end-of', { device: name })} onClick={onEnd}>
          {t('account.end')}
        </Button>
      )}
    </li>
  );
}

/** The browsers and programs in which the account is signed in. */
export function SessionsCard(): ReactNode {
  const client = useQueryClient();
  const { data, error, isError, refetch } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (id: string | undefined) =>
      id === undefined ? call('endOtherSessions') : call('endSession', { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const hasOthers = data?.some(({ current }) => !current) === true;
  return (
    <Card
      title={t('account.sessions')}
      aside={hasOthers && <Button onClick={() => end.mutate(undefined)}>{t('account.end-others')}</Button>}
    >
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {end.isError && <FailureNote failure={failureOf(end.error)} />}
      {data === undefined && !isError && <Skeleton height={120} />}
      <ul className="rows">
        {data?.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
    </Card>
  );
}
