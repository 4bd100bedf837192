// The pages of a home, side by side.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Site } from '#api/contract.ts';
import { useMay } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';

/** Links to the pages; the present one is marked. Who sees some devices alone has no energy or settings of the home. */
export function Pages({ site }: { readonly site: Site }): ReactNode {
  const seesAll = useMay('site.read');
  return (
    <nav className="pages" aria-label={t('pages.label')}>
      <Link to="/" activeOptions={{ exact: true }}>
        <Icon name="home" size={18} />
        {t('pages.home')}
      </Link>
      {seesAll && (
        <>
          <Link to="/sites/$site/energy" params={{ site: site.id }}>
            <Icon name="chart" size={18} />
            {t('pages.energy')}
          </Link>
          <Link to="/sites/$site/settings" params={{ site: site.id }}>
            <Icon name="sliders" size={18} />
            {t('pages.settings')}
          </Link>
        </>
      )}
    </nav>
  );
}
