// How far an import is, and what it did or would do.
import type { ReactNode } from 'react';
import type { ImportState } from '#api/history-import.ts';
import { sentenceOf } from '#core/check-up.ts';
import { because } from '#core/reason.ts';
import { roughly } from '../format.ts';
import { useSite } from '../session.ts';
import { Button } from '../ui/parts.tsx';
import { reasonText, t } from '../words.ts';
import { dayText } from '../zone.ts';

type Outcome = NonNullable<ImportState['outcome']>;
type Span = NonNullable<Outcome['added']>;

interface ProgressProps {
  readonly state: ImportState;
  readonly onEnd: () => void;
  readonly isEnding: boolean;
}

/** The step under way, with a bar and the way out. */
export function ImportProgress({ state, onEnd, isEnding }: ProgressProps): ReactNode {
  const { step = 'looking', done = 0, total, leftMs, isAgain } = state;
  const label = t(`predecessor.step.${step}`);
  return (
    <div className="import-progress">
      <p>
        <strong>{label}</strong>
      </p>
      {isAgain === true && <p className="muted">{t('predecessor.again')}</p>}
      <progress aria-label={label} {...(total === undefined ? {} : { value: done, max: total })} />
      <p className="muted" aria-live="polite">
        {total === undefined ? t('predecessor.so-far', { done }) : t('predecessor.of', { done, total })}
        {leftMs !== undefined && ` · ${t('predecessor.left', { span: roughly(Math.max(1000, leftMs)) })}`}
      </p>
      {step !== 'settling' && (
        <div className="actions">
          <Button busy={isEnding ? t('word.cancel') : undefined} onClick={onEnd}>
            {t('word.cancel')}
          </Button>
        </div>
      )}
    </div>
  );
}

function SpanLine({
  of,
  name,
}: {
  readonly of: Span | undefined;
  readonly name: 'added' | 'replaced' | 'same';
}): ReactNode {
  const { timeZone } = useSite();
  if (of === undefined) return null;
  const { points, days, fromMs, toMs } = of;
  const [from, to] = [dayText(fromMs, timeZone), dayText(toMs, timeZone)];
  return <li>{t(`predecessor.${name}`, { points, days, from, to })}</li>;
}

/** What it did or would do, in a few lines. */
export function ImportOutcome({ outcome }: { readonly outcome: Outcome }): ReactNode {
  const { added, replaced, same, leftOut, rejects, beside } = outcome;
  return (
    <>
      <ul className="import-outcome">
        {added === undefined && replaced === undefined && <li>{t('predecessor.nothing-new')}</li>}
        <SpanLine of={added} name="added" />
        <SpanLine of={replaced} name="replaced" />
        <SpanLine of={same} name="same" />
        {leftOut > 0 && <li>{t('predecessor.omitted', { count: leftOut })}</li>}
        {rejects.count > 0 && <li>{t('predecessor.rejected', { count: rejects.count })}</li>}
      </ul>
      {rejects.first.length > 0 && (
        <details>
          <summary>{t('predecessor.why-not')}</summary>
          <ul>
            {rejects.first.map(({ line, column = '', why }) => (
              <li key={`${line} ${column}`}>{t('predecessor.reject', { line, column, why: reasonText(why) })}</li>
            ))}
          </ul>
        </details>
      )}
      {beside.length > 0 && (
        <p className="note">
          {sentenceOf(reasonText(because('import.beside', { others: [...beside], count: beside.length })))}
        </p>
      )}
    </>
  );
}
