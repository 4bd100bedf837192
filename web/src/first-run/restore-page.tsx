// Restoring a backup on a home that nobody owns yet.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { RestoreForm } from '../backup/restore-form.tsx';
import { useSession } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { PageTitle } from '../ui/parts.tsx';

/** The page behind the door. */
export function RestorePage(): ReactNode {
  const session = useSession();
  return (
    <section className="card narrow">
      <PageTitle title={t('app.title-plain', { page: t('restore.title') })} />
      <span className="badge plain large">
        <Icon name="restore" size={28} />
      </span>
      <h1>{t('restore.title')}</h1>
      <RestoreForm needsCode={session?.needsCode === true} isReplacing={session?.state !== 'unclaimed'} />
      <div className="actions">
        <Link to="/" className="button plain">
          {t('word.back')}
        </Link>
        <Link to="/setup" className="button plain">
          {t('restore.set-up')}
        </Link>
      </div>
    </section>
  );
}
