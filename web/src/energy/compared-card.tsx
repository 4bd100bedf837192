// The figures of the period beside those of another one.
import type { ReactNode } from 'react';
import { inWords, share } from '../format.ts';
import { t } from '../words.ts';
import { Card, FailureNote, Loading, Skeleton } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { littleKnown, type ComparedFigure, type ComparedPair } from './compared-figures.ts';
import { rowTitle } from './span.ts';
import type { Compared } from './use-compared.ts';

function untilText({ until }: Compared): string {
  if (until === undefined) return t('energy.compare.whole');
  const date = rowTitle(until.date, { width: 'month' });
  return t('energy.compare.matching', { when: until.hour === undefined ? date : `${date}, ${until.hour}` });
}

function Figures({ figures }: { readonly figures: readonly ComparedFigure[] }): ReactNode {
  return (
    <TableScroll label={t('energy.compare.table')}>
      <thead>
        <tr>
          <th scope="col">{t('energy.compare.figure')}</th>
          <th scope="col">{t('energy.compare.this')}</th>
          <th scope="col">{t('energy.compare.other')}</th>
          <th scope="col">{t('energy.compare.change')}</th>
        </tr>
      </thead>
      <tbody>
        {figures.map(({ id, label, own, other, shortChange }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            <td>{inWords(own)}</td>
            <td>{inWords(other)}</td>
            <td>{shortChange ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}

/** What of the two is known in part only: its figures are smaller than they were. */
function Little({ pair, title }: { readonly pair: ComparedPair; readonly title: string }): ReactNode {
  const told = [
    [t('energy.compare.this'), littleKnown(pair.own)],
    [title, littleKnown(pair.other)],
  ] as const;
  return told.map(
    ([name, known]) =>
      known !== undefined && (
        <p key={name} className="note">
          {t('energy.compare.little', { title: name, share: inWords(share(known)) })}
        </p>
      ),
  );
}

/** The table of both, or why there is none. */
export function ComparedCard({ compared }: { readonly compared: Compared }): ReactNode {
  const { title, state, figures, pair, failure, onRetry } = compared;
  return (
    <Card title={t('energy.compare.title', { title })} className="compared">
      {state === 'failed' && failure !== undefined && (
        <FailureNote title={t('energy.compare.failed')} failure={failure} onRetry={onRetry} />
      )}
      {state === 'loading' && (
        <Loading>
          <Skeleton height={260} />
        </Loading>
      )}
      {state === 'early' && <p className="note">{t('energy.compare.early')}</p>}
      {state === 'empty' && <p className="note">{t('energy.compare.empty', { title })}</p>}
      {state === 'shown' && figures !== undefined && pair !== undefined && (
        <>
          <p className="hint">{untilText(compared)}</p>
          <Little pair={pair} title={title} />
          <Figures figures={figures} />
        </>
      )}
    </Card>
  );
}
