// Bringing over what an earlier system left in the folder that was named at start: looked for, chosen, shown, and taken in while the home runs.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { PredecessorLook } from '#api/predecessor.ts';
import { sentenceOf } from '#core/check-up.ts';
import { failureOf } from '../api.ts';
import { useLiveState } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { Button, Card, FailureNote, Marked } from '../ui/parts.tsx';
import { reasonText, t } from '../words.ts';
import { dayText } from '../zone.ts';
import { ImportForm } from './import-form.tsx';
import { ImportOutcome, ImportProgress } from './import-news.tsx';
import { type Found, type ImportBody, useFolder, useImport, useLook } from './queries.ts';

function FoundRow({ found, onChoose }: { readonly found: Found; readonly onChoose: () => void }): ReactNode {
  const { timeZone } = useSite();
  const { path, kind, what, holds, failure } = found;
  return (
    <li>
      <div>
        <h3>{`${t(`predecessor.kinds.${kind}`)} · ${path}`}</h3>
        <p className="muted">
          <Marked text={sentenceOf(reasonText(what))} />
        </p>
        {failure !== undefined && <p className="problem">{sentenceOf(reasonText(failure))}</p>}
        {holds !== undefined && holds.values > 0 && (
          <p>
            {t('predecessor.span', {
              values: holds.values,
              from: dayText(holds.fromMs, timeZone),
              to: dayText(holds.toMs, timeZone),
            })}
            {'; '}
            {t('predecessor.series', { count: holds.count, unmapped: holds.unmapped })}
          </p>
        )}
      </div>
      {holds !== undefined && holds.values > 0 && holds.unmapped < holds.count && (
        <Button look="primary" onClick={onChoose}>
          {t('predecessor.choose')}
        </Button>
      )}
    </li>
  );
}

function Looked({
  look: { folder = '', found },
  onChoose,
}: {
  readonly look: PredecessorLook;
  readonly onChoose: (found: Found) => void;
}): ReactNode {
  if (found.length === 0) return <p>{t('predecessor.nothing', { folder })}</p>;
  return (
    <ul className="rows">
      {found.map((one) => (
        <FoundRow key={one.path} found={one} onChoose={() => onChoose(one)} />
      ))}
    </ul>
  );
}

type Import = ReturnType<typeof useImport>;

/** What became of the last import, or would become of it. */
function Last({ imports, onTake }: { readonly imports: Import; readonly onTake: (() => void) | undefined }): ReactNode {
  const { data } = imports.state;
  if (data === undefined || data.state === 'none' || data.state === 'running') return null;
  const { state, request, outcome, failure } = data;
  if (state === 'failed') return failure && <p className="problem">{sentenceOf(reasonText(failure))}</p>;
  if (state === 'ended') return <p className="note">{t('predecessor.ended')}</p>;
  const isDry = request?.isDry === true;
  const isNew = outcome?.added !== undefined || outcome?.replaced !== undefined;
  return (
    <output className="import-last">
      <strong>{t(isDry ? 'predecessor.would' : 'predecessor.done')}</strong>
      {outcome !== undefined && <ImportOutcome outcome={outcome} />}
      {isDry && isNew && onTake !== undefined && (
        <div className="actions">
          <Button look="primary" busy={imports.begin.isPending ? t('app.loading') : undefined} onClick={onTake}>
            {t('predecessor.take')}
          </Button>
        </div>
      )}
    </output>
  );
}

/** Charts and energy are asked for anew when an import has ended. */
function useFreshAfter(state: string | undefined, isDry: boolean): void {
  const client = useQueryClient();
  const before = useRef(state);
  useEffect(() => {
    if (before.current === 'running' && state !== 'running' && !isDry) void client.invalidateQueries();
    before.current = state;
  }, [client, state, isDry]);
}

/** The look, where nothing is under way. */
function Looking({ onChoose }: { readonly onChoose: (found: Found) => void }): ReactNode {
  const { look: query, begin, end } = useLook();
  const { data: look, error, isError, refetch } = query;
  const isRunning = look?.state === 'running';
  return (
    <>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {begin.isError && <FailureNote failure={failureOf(begin.error)} />}
      {look?.failure !== undefined && <p className="problem">{sentenceOf(reasonText(look.failure))}</p>}
      {look?.state === 'done' && <Looked look={look} onChoose={onChoose} />}
      <div className="actions">
        <Button
          busy={isRunning || begin.isPending ? t('predecessor.looking') : undefined}
          onClick={() => begin.mutate()}
        >
          {t('predecessor.look')}
        </Button>
        {isRunning && <Button onClick={() => end.mutate()}>{t('word.cancel')}</Button>}
      </div>
    </>
  );
}

function BringOver({ folder }: { readonly folder: string }): ReactNode {
  const imports = useImport();
  const devices = useLiveState((state) => state.devices) ?? [];
  const [chosen, setChosen] = useState<Found>();
  /** As it was shown last: the same is taken. */
  const [shown, setShown] = useState<Omit<ImportBody, 'isDry'>>();
  const { data } = imports.state;
  useFreshAfter(data?.state, data?.request?.isDry === true);
  const show = (body: Omit<ImportBody, 'isDry'>): void => {
    setShown(body);
    imports.begin.mutate({ ...body, isDry: true });
  };
  const isRunning = data?.state === 'running';
  const busy = imports.begin.isPending ? t('app.loading') : undefined;
  return (
    <Card title={t('predecessor.title')} className="stack">
      <p className="muted">{t('predecessor.text', { folder })}</p>
      {imports.state.isError && (
        <FailureNote failure={failureOf(imports.state.error)} onRetry={() => void imports.state.refetch()} />
      )}
      {imports.begin.isError && <FailureNote failure={failureOf(imports.begin.error)} />}
      {isRunning && <ImportProgress state={data} onEnd={() => imports.end.mutate()} isEnding={imports.end.isPending} />}
      <Last
        imports={imports}
        onTake={
          shown === undefined
            ? undefined
            : () => imports.begin.mutate({ ...shown, isDry: false }, { onSuccess: () => setChosen(undefined) })
        }
      />
      {!isRunning && chosen?.holds === undefined && <Looking onChoose={setChosen} />}
      {chosen?.holds !== undefined && (
        // What was entered stays while it is shown what it would do.
        <div hidden={isRunning}>
          <ImportForm
            found={chosen}
            holds={chosen.holds}
            devices={devices}
            busy={busy}
            onShow={show}
            onTouched={() => setShown(undefined)}
            onBack={() => setChosen(undefined)}
          />
        </div>
      )}
    </Card>
  );
}

/** The card, for whoever may bring history over, where a folder was named. */
export function PredecessorCard(): ReactNode {
  const folder = useFolder();
  return folder === undefined ? null : <BringOver folder={folder} />;
}
