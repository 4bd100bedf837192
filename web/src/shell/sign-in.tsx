// The sign-in page.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { hasPasskeys, signWithPasskey } from '../account/passkey.ts';
import { call, failureOf } from '../api.ts';
import { enterSession } from '../queries.ts';
import { t } from '../words.ts';
import { CodeField } from './code-field.tsx';
import { Logo } from '../ui/logo.tsx';
import { Button, FailureNote, Field, PageTitle } from '../ui/parts.tsx';
import { Recover } from './recover.tsx';

async function enterByPasskey() {
  const passkey = await signWithPasskey(await call('requestPasskey'));
  return passkey === undefined ? undefined : call('signInByPasskey', { body: { passkey } });
}

interface OtherWaysProps {
  readonly onPasskey: () => void;
  readonly onLost: () => void;
}

function OtherWays({ onPasskey, onLost }: OtherWaysProps): ReactNode {
  return (
    <>
      {hasPasskeys() && <Button onClick={onPasskey}>{t('sign-in.passkey')}</Button>}
      <Button look="quiet" onClick={onLost}>
        {t('sign-in.lost')}
      </Button>
    </>
  );
}

/** Asks for name and password, and for what else the account wants. */
export function SignIn(): ReactNode {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isLost, setIsLost] = useState(false);
  const [isRecovered, setIsRecovered] = useState(false);
  const entry = useMutation({
    mutationFn: (by: 'password' | 'passkey') =>
      by === 'passkey'
        ? enterByPasskey()
        : call('signIn', { body: { name: name.trim(), password, ...(code === '' ? {} : { code }) } }),
    onSuccess: (session) => {
      if (session !== undefined) enterSession(client, session);
    },
  });
  const failure = entry.isError ? failureOf(entry.error) : undefined;
  // Asked for with the first answer, and kept while the person types.
  const [wantsCode, setWantsCode] = useState(false);
  if (failure?.code === 'access.second-factor' && !wantsCode) setWantsCode(true);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!entry.isPending) entry.mutate('password');
  };
  if (isLost)
    return (
      <Recover
        onEnd={(isDone) => {
          setIsLost(false);
          setIsRecovered(isDone);
        }}
      />
    );
  return (
    <form className="card narrow sign-in" onSubmit={submit}>
      <PageTitle title={t('app.title-plain', { page: t('sign-in.go') })} />
      <Logo size={64} />
      <h1>{t('sign-in.title')}</h1>
      <p className="muted">{t('sign-in.text')}</p>
      <Field
        label={t('sign-in.name')}
        name="username"
        autoComplete="username"
        required
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Field
        label={t('sign-in.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      {wantsCode && <CodeField value={code} onChange={setCode} />}
      {isRecovered && <output className="note">{t('recover.done')}</output>}
      {failure !== undefined && <FailureNote failure={failure} />}
      <Button type="submit" look="primary" busy={entry.isPending ? t('sign-in.busy') : undefined}>
        {t('sign-in.go')}
      </Button>
      <OtherWays onPasskey={() => entry.mutate('passkey')} onLost={() => setIsLost(true)} />
    </form>
  );
}
