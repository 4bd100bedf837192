// The page for addresses that lead nowhere.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { t } from '../words.ts';
import { Logo } from '../ui/logo.tsx';
import { PageTitle } from '../ui/parts.tsx';

/** Says so, with the way home. */
export function NotFound(): ReactNode {
  return (
    <section className="card empty">
      <PageTitle title={t('app.title-plain', { page: t('not-found.title') })} />
      <Logo size={72} />
      <h1>{t('not-found.title')}</h1>
      <p>{t('not-found.text')}</p>
      <Link to="/" className="button primary">
        {t('not-found.home')}
      </Link>
    </section>
  );
}
