// The target of an invitation link: a name and a password of one's own.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { OpenInvitation } from '#api/people.ts';
import { call, failureOf } from '../api.ts';
import { enterSession } from '../queries.ts';
import { PasswordField, passwordLength } from '../setup/password-field.tsx';
import { t } from '../words.ts';
import { Logo } from '../ui/logo.tsx';
import { Button, FailureNote, Field, PageTitle, Skeleton } from '../ui/parts.tsx';

/** What the link invites to; a link that is used up says so before anything is typed. */
export function Join({ code }: { readonly code: string }): ReactNode {
  const { data, error, isError, refetch } = useQuery({
    queryKey: ['invitation', code],
    queryFn: ({ signal }) => call('readInvitation', { body: { code }, signal }),
    staleTime: Infinity,
    retry: false,
  });
  return (
    <div className="card narrow sign-in">
      <PageTitle title={t('app.title-plain', { page: t('join.title') })} />
      <Logo size={64} />
      <h1>{t(isError ? 'join.over' : 'join.title')}</h1>
      {data === undefined && !isError && <Skeleton height={260} />}
      {isError && (
        <>
          <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />
          <Link to="/" className="button plain">
            {t('join.home')}
          </Link>
        </>
      )}
      {data !== undefined && <JoinForm code={code} to={data} />}
    </div>
  );
}

/** Where the link is opened by somebody who is signed in: an invitation makes an account of its own. */
export function JoinInstead({ name }: { readonly name: string }): ReactNode {
  const client = useQueryClient();
  // The link stays as it is: with nobody signed in the gate shows what it invites to.
  const leave = useMutation({ mutationFn: () => call('signOut'), onSuccess: (next) => enterSession(client, next) });
  return (
    <div className="card narrow sign-in stack">
      <PageTitle title={t('app.title-plain', { page: t('join.title') })} />
      <Logo size={64} />
      <h1>{t('join.title')}</h1>
      <p>{t('join.signed-in', { name })}</p>
      <p className="muted">{t('join.switch-text')}</p>
      {leave.isError && <FailureNote failure={failureOf(leave.error)} />}
      <Button look="primary" busy={leave.isPending ? t('app.loading') : undefined} onClick={() => leave.mutate()}>
        {t('join.switch', { name })}
      </Button>
      <Link to="/" replace className="button plain">
        {t('join.stay', { name })}
      </Link>
    </div>
  );
}

interface JoinFormProps {
  readonly code: string;
  readonly to: OpenInvitation;
}

/** Makes the account. */
function JoinForm({ code, to: { home, may, by } }: JoinFormProps): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const join = useMutation({
    mutationFn: () => call('acceptInvitation', { body: { code, name: name.trim(), password } }),
    onSuccess: async (session) => {
      await navigate({ to: '/', replace: true });
      enterSession(client, session);
    },
  });
  const missing = passwordLength - password.length;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && missing <= 0 && !join.isPending) join.mutate();
  };
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <p>
        {home === undefined ? t('join.to-all', { by }) : t('join.to', { by, home })}{' '}
        {t(typeof may === 'string' ? `join.may.${may}` : 'join.may.some')}
      </p>
      <p className="muted">{t('join.text')}</p>
      <Field
        label={t('sign-in.name')}
        name="username"
        autoComplete="username"
        maxLength={80}
        value={name}
        problem={tried && name.trim() === '' ? t('owner.need-name') : undefined}
        onChange={({ target }) => setName(target.value)}
      />
      <PasswordField
        value={password}
        problem={tried && missing > 0 ? t('owner.more', { missing }) : undefined}
        onChange={setPassword}
      />
      {join.isError && <FailureNote failure={failureOf(join.error)} />}
      <Button type="submit" look="primary" busy={join.isPending ? t('join.busy') : undefined}>
        {t('join.go')}
      </Button>
    </form>
  );
}
