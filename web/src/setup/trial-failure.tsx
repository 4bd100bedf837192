// Why a test failed; what was asked for in vain is a long list of names, folded.
import type { ReactNode } from 'react';
import { FailureNote } from '../ui/parts.tsx';
import { t, type ToldFailure } from '../words.ts';

/** The names of what was asked for, if nothing answered. */
function askedFor({ reason }: ToldFailure): readonly string[] {
  const titles = reason?.code === 'device.not-found' ? reason.params['titles'] : undefined;
  return typeof titles === 'string' ? titles.split(', ') : [];
}

/** The failure of a test. */
export function TrialFailure({ failure }: { readonly failure: ToldFailure }): ReactNode {
  const titles = askedFor(failure);
  if (titles.length === 0) return <FailureNote failure={failure} title={t('test.failed')} />;
  return (
    <>
      <FailureNote
        failure={{ message: t('test.nothing-answered'), repair: t('test.nothing-answered-help') }}
        title={t('test.failed')}
      />
      <details className="more">
        <summary>{t('test.asked-names', { count: titles.length })}</summary>
        <ul className="asked-names">
          {titles.map((title) => (
            <li key={title}>{title}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
