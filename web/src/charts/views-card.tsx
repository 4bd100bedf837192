// Views somebody keeps: opened, kept, removed.
import { useState, type ReactNode } from 'react';
import { keep, kept } from '../kept.ts';
import { useSession, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, Card, Field } from '../ui/parts.tsx';
import { linesOf, linesText, type ChartSearch } from './view.ts';
import { longestName, viewsFrom, withoutView, withView, type SavedView } from './views.ts';

/** Each person has their own: a browser may be shared. */
const keyOf = (site: string, account: string): string => `solstead.views ${account} ${site}`;

/** The card. */
export function ViewsCard({
  search,
  onOpen,
}: {
  readonly search: ChartSearch;
  readonly onOpen: (search: ChartSearch) => void;
}): ReactNode {
  const { id: site } = useSite();
  const key = keyOf(site, useSession()?.account?.name ?? '');
  const [views, setViews] = useState(() => viewsFrom(kept(key)));
  const [name, setName] = useState('');
  const change = (next: readonly SavedView[]): void => {
    keep(key, JSON.stringify(next));
    setViews(next);
  };
  return (
    <Card title={t('charts.views')}>
      <p className="muted">{t('charts.views-hint')}</p>
      {views.length > 0 && (
        <ul className="saved-views">
          {views.map(({ name: called, ...view }) => (
            <li key={called}>
              <Button look="quiet" onClick={() => onOpen(view)}>
                {called}
              </Button>
              <button
                type="button"
                className="icon-button"
                aria-label={t('charts.view-remove', { name: called })}
                onClick={() => change(withoutView(views, called))}
              >
                <Icon name="close" size={18} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="keep-view"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = name.trim();
          if (wanted === '') return;
          // The usual lines are written down: what is usual may change.
          change(withView(views, { ...search, lines: linesText(linesOf(search.lines)), name: wanted }));
          setName('');
        }}
      >
        <Field
          label={t('charts.view-name')}
          maxLength={longestName}
          autoComplete="off"
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {t('charts.view-save')}
        </Button>
      </form>
    </Card>
  );
}
