// The target of an invitation link: a name and a password of one's own.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { call, failureOf } from '../api.ts';
import { enterSession } from '../queries.ts';
import { PasswordField, passwordLength } from '../setup/password-field.tsx';
import { t } from '../words.ts';
import { Logo } from '../ui/logo.tsx';
import { Button, FailureNote, Field, PageTitle } from '../ui/parts.tsx';

/** Makes the account. */
export function Join({ code }: { readonly code: string }): ReactNode {
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
    <form className="card narrow sign-in" noValidate onSubmit={submit}>
      <PageTitle title={t('app.title-plain', { page: t('join.title') })} />
      <Logo size={64} />
      <h1>{t('join.title')}</h1>
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
