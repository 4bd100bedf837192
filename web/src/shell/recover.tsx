// A new password for who has lost the old one, by a printed code.
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { call, failureOf } from '../api.ts';
import { PasswordField, passwordLength } from '../setup/password-field.tsx';
import { t } from '../words.ts';
import { Logo } from '../ui/logo.tsx';
import { Button, FailureNote, Field, Marked, PageTitle } from '../ui/parts.tsx';

/** Asks for name, code and the new password. */
export function Recover({ onEnd }: { readonly onEnd: (isDone: boolean) => void }): ReactNode {
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [next, setNext] = useState('');
  const [tried, setTried] = useState(false);
  const recover = useMutation({
    mutationFn: () => call('recoverPassword', { body: { name: name.trim(), code, newPassword: next } }),
    onSuccess: () => onEnd(true),
  });
  const missing = passwordLength - next.length;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && code !== '' && missing <= 0 && !recover.isPending) recover.mutate();
  };
  return (
    <form className="card narrow sign-in" noValidate onSubmit={submit}>
      <PageTitle title={t('app.title-plain', { page: t('recover.title') })} />
      <Logo size={64} />
      <h1>{t('recover.title')}</h1>
      <p className="muted">{t('recover.text')}</p>
      <Field
        label={t('sign-in.name')}
        name="username"
        autoComplete="username"
        maxLength={80}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Field
        label={t('recover.code')}
        name="code"
        autoComplete="off"
        maxLength={40}
        value={code}
        onChange={({ target }) => setCode(target.value)}
      />
      <PasswordField
        label={t('account.new')}
        value={next}
        problem={tried && missing > 0 ? t('owner.more', { missing }) : undefined}
        onChange={setNext}
      />
      {recover.isError && <FailureNote failure={failureOf(recover.error)} />}
      <div className="actions">
        <Button onClick={() => onEnd(false)}>{t('sign-in.back')}</Button>
        <Button type="submit" look="primary" busy={recover.isPending ? t('recover.busy') : undefined}>
          {t('recover.go')}
        </Button>
      </div>
      <p className="muted">
        <Marked text={t('recover.without')} />
      </p>
    </form>
  );
}
