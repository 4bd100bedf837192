// The link to the meters page.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSite } from '../session.ts';
import { t } from '../words.ts';

/** A link to the page of what devices measure. */
export function MeterLink(): ReactNode {
  const site = useSite();
  return (
    <Link to="/sites/$site/meters" params={{ site: site.id }} className="button">
      {t('meters.open')}
    </Link>
  );
}
