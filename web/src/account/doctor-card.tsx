// A look at the whole installation, as `solstead doctor` takes it: begun with a button, told line by line with what to do, and as a text
// for whoever helps. The server sees to it that nothing in it is secret.
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { InstallationLook } from '#api/doctor.ts';
import { reportText, sentenceOf } from '#core/check-up.ts';
import { call, failureOf } from '../api.ts';
import { copyText } from '../ui/copy-text.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Button, Card, FailureNote, Marked, Skeleton } from '../ui/parts.tsx';
import { reasonText, t } from '../words.ts';
import { momentWords } from './dates.ts';

type Line = InstallationLook['lines'][number];
type LineState = Line['state'];

/** Asked again while it looks, ms. */
const againMs = 400;

const lookQuery = queryOptions({
  queryKey: ['doctor'],
  queryFn: ({ signal }) => call('readExamination', { signal }),
  refetchInterval: ({ state }) => (state.data?.state === 'running' ? againMs : false),
});

/** What wants attention stands first. */
const order: readonly LineState[] = ['fail', 'warn', 'ok', 'skipped'];

const icons: Readonly<Record<LineState, IconName>> = { ok: 'check', warn: 'help', fail: 'alert', skipped: 'close' };

function LookedAt({ line: { area, state, reason, advice } }: { readonly line: Line }): ReactNode {
  return (
    <li className={`looked ${state}`}>
      <Icon name={icons[state]} size={20} />
      <div>
        <p>
          <strong>{`${t(`doctor.states.${state}`)} · ${t(`doctor.areas.${area}`)}`}</strong>
        </p>
        <p>
          <Marked text={sentenceOf(reasonText(reason))} />
        </p>
        {advice !== undefined && state !== 'ok' && (
          <p className="muted">
            <Marked text={reasonText(advice)} />
          </p>
        )}
      </div>
    </li>
  );
}

const counted = (lines: readonly Line[], wanted: LineState): number =>
  lines.filter(({ state }) => state === wanted).length;

function summaryOf(lines: readonly Line[]): string {
  const [failed, warned] = [counted(lines, 'fail'), counted(lines, 'warn')];
  return failed === 0 && warned === 0 ? t('doctor.all-well') : t('doctor.found', { failed, warned });
}

/** The report as a text, in the words of the page. */
function textOf(lines: readonly Line[], endedMs: number): string {
  const told = lines.map(({ area, state, reason: what, advice }) => ({
    area,
    state,
    what,
    ...(advice === undefined ? {} : { help: advice }),
  }));
  return [
    t('doctor.report', { time: momentWords(endedMs) }),
    ...reportText(told, reasonText),
    '',
    summaryOf(lines),
  ].join('\n');
}

function Report({ lines, endedMs }: { readonly lines: readonly Line[]; readonly endedMs: number }): ReactNode {
  const [copied, setCopied] = useState(false);
  const [isWhole, setIsWhole] = useState(false);
  const sorted = order.flatMap((wanted) => lines.filter(({ state }) => state === wanted));
  const shown = isWhole ? sorted : sorted.filter(({ state }) => state === 'fail' || state === 'warn');
  const copy = async (): Promise<void> => setCopied(await copyText(textOf(lines, endedMs)));
  return (
    <>
      <output>
        <strong>{summaryOf(lines)}</strong> {t('doctor.when', { time: momentWords(endedMs) })}
      </output>
      <ul className="rows">
        {shown.map((line) => (
          <LookedAt key={`${line.area} ${line.what}`} line={line} />
        ))}
      </ul>
      <div className="actions">
        <Button icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
          {copied ? t('word.copied') : t('doctor.copy')}
        </Button>
        <Button look="quiet" aria-pressed={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('doctor.less') : t('doctor.all', { count: lines.length })}
        </Button>
      </div>
    </>
  );
}

function Progress({ look: { areas, of } }: { readonly look: InstallationLook }): ReactNode {
  return (
    <progress
      className="looking"
      aria-label={t('doctor.progress', { done: areas.length, of })}
      value={areas.length}
      max={of}
    />
  );
}

/** The card. */
export function DoctorCard(): ReactNode {
  const client = useQueryClient();
  const { data: look, error, isError, refetch } = useQuery(lookQuery);
  const begin = useMutation({
    mutationFn: () => call('examineInstallation'),
    onSuccess: (begun) => client.setQueryData(lookQuery.queryKey, begun),
  });
  const isRunning = look?.state === 'running';
  const busy = isRunning
    ? t('doctor.progress', { done: look.areas.length, of: look.of })
    : begin.isPending
      ? t('doctor.beginning')
      : undefined;
  return (
    <Card title={t('doctor.title')} className="stack">
      <p className="muted">{t('doctor.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {begin.isError && <FailureNote failure={failureOf(begin.error)} />}
      {look === undefined && !isError && <Skeleton height={60} />}
      {isRunning && <Progress look={look} />}
      {look?.failure !== undefined && <p className="problem">{sentenceOf(reasonText(look.failure))}</p>}
      {look?.state === 'done' && <Report lines={look.lines} endedMs={look.endedMs ?? 0} />}
      <div className="actions">
        <Button look="primary" busy={busy} onClick={() => begin.mutate()}>
          {t('doctor.look')}
        </Button>
      </div>
    </Card>
  );
}
