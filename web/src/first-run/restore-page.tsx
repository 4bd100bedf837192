// What to do with a backup until restoring is part of the app.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { PageTitle } from '../ui/parts.tsx';

/** Explains restoring. */
export function RestorePage(): ReactNode {
  return (
    <section className="card narrow">
      <PageTitle title={t('app.title-plain', { page: t('restore.title') })} />
      <span className="badge plain large">
        <Icon name="restore" size={28} />
      </span>
      <h1>{t('restore.title')}</h1>
      <p>{t('restore.text')}</p>
      <div className="actions">
        <Link to="/" className="button plain">
          {t('word.back')}
        </Link>
        <Link to="/setup" className="button primary">
          {t('restore.set-up')}
        </Link>
      </div>
    </section>
  );
}
