// Says that a newer version of the app is there; the person says when.
import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { useLinkPhase } from '../live-hooks.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button } from '../ui/parts.tsx';
import { newVersion } from './service-worker.ts';

/** The bar; nothing while this is the newest. Looks for one when the server is back: it may have been updated meanwhile. */
export function NewVersionBar(): ReactNode {
  const phase = useLinkPhase();
  const isThere = useSyncExternalStore(newVersion.subscribe, newVersion.isThere);
  useEffect(() => {
    if (phase === 'open') newVersion.look();
  }, [phase]);
  if (!isThere) return null;
  return (
    <section className="bar news" aria-label={t('version.region')}>
      <Icon name="sun" size={20} />
      <p>
        <output>{t('version.new')}</output>
      </p>
      <Button look="quiet" onClick={newVersion.take}>
        {t('version.reload')}
      </Button>
    </section>
  );
}
