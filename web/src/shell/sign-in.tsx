// The sign-in page.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { call, failureOf } from '../api.ts';
import { enterSession } from '../queries.ts';
import { t } from '../words.ts';
import { Logo } from '../ui/logo.tsx';
import { Button, FailureNote, Field, PageTitle } from '../ui/parts.tsx';

/** Asks for name and password. */
export function SignIn(): ReactNode {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const entry = useMutation({
    mutationFn: () => call('signIn', { body: { name: name.trim(), password } }),
    onSuccess: (session) => enterSession(client, session),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!entry.isPending) entry.mutate();
  };
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
      {entry.isError && <FailureNote failure={failureOf(entry.error)} />}
      <Button type="submit" look="primary" busy={entry.isPending ? t('sign-in.busy') : undefined}>
        {t('sign-in.go')}
      </Button>
    </form>
  );
}
