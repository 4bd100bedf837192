// A page that this person may not use, at its own address.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { failureWords, t, type FailureCode } from '../words.ts';
import { Logo } from '../ui/logo.tsx';
import { PageTitle } from '../ui/parts.tsx';

/** Says who may, with the way home. */
export function Refused({ failure }: { readonly failure: FailureCode }): ReactNode {
  const { message, repair } = failureWords(failure);
  return (
    <section className="card empty">
      <PageTitle title={t('app.title-plain', { page: t('pages.refused') })} />
      <Logo size={72} />
      <h1>{message}</h1>
      <p>{repair}</p>
      <Link to="/" className="button primary">
        {t('not-found.home')}
      </Link>
    </section>
  );
}
