// The way from the first device to what an earlier system left: looked for here, brought over on the page of settings.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { failureOf } from '../api.ts';
import { useSession, useSite } from '../session.ts';
import { Button, FailureNote } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { dayText } from '../zone.ts';
import { useFolder, useLook } from './queries.ts';

function Door({ folder }: { readonly folder: string }): ReactNode {
  const { id: site, timeZone } = useSite();
  const { look: query, begin } = useLook();
  const { data: look } = query;
  const isRunning = look?.state === 'running' || begin.isPending;
  const full = (look?.found ?? []).flatMap(({ holds }) => (holds === undefined || holds.values === 0 ? [] : [holds]));
  const values = full.reduce((sum, holds) => sum + holds.values, 0);
  return (
    <section className="card predecessor-door" aria-label={t('predecessor.title')}>
      <h2>{t('predecessor.title')}</h2>
      <p>{t('predecessor.door', { folder })}</p>
      {begin.isError && <FailureNote failure={failureOf(begin.error)} />}
      {look?.state === 'done' && values === 0 && <p>{t('predecessor.nothing', { folder })}</p>}
      {values > 0 && (
        <p>
          {t('predecessor.span', {
            values,
            from: dayText(Math.min(...full.map(({ fromMs }) => fromMs)), timeZone),
            to: dayText(Math.max(...full.map(({ toMs }) => toMs)), timeZone),
          })}
        </p>
      )}
      <div className="actions">
        {values > 0 ? (
          <Link className="button primary" to="/sites/$site/settings" params={{ site }} search={{ part: 'history' }}>
            {t('predecessor.choose')}
          </Link>
        ) : (
          <Button busy={isRunning ? t('predecessor.looking') : undefined} onClick={() => begin.mutate()}>
            {t('predecessor.look')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Nothing where no folder was named. */
export function PredecessorDoor(): ReactNode {
  const folder = useFolder();
  const hasSite = useSession()?.state === 'signed-in';
  return folder === undefined || !hasSite ? null : <Door folder={folder} />;
}
