// The choice among several homes.
import type { ReactNode } from 'react';
import type { Site } from '#api/contract.ts';
import { t } from '../words.ts';

interface SitePickerProps {
  readonly sites: readonly Site[];
  readonly site: Site;
  readonly onPick: (id: string) => void;
}

/** Only shown if there is more than one home. */
export function SitePicker({ sites, site, onPick }: SitePickerProps): ReactNode {
  return (
    <select
      className="select"
      aria-label={t('menu.site')}
      value={site.id}
      onChange={({ target }) => onPick(target.value)}
    >
      {sites.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
