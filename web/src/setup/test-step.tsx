// Step 3: ask the device once and look at what it says, before anything is saved.
import { because } from '#core/reason.ts';
import { useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import type { TestRequest, TestResult } from '#api/device-test.ts';
import { clock, onSecond, secondsCounted } from '../clock.ts';
import { decimal, duration, inWords, reading } from '../format.ts';
import { progressQuery, protocolsQuery } from '../queries.ts';
import { reasonText, t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { placeWords } from '../ui/place-words.ts';
import { Button } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { type Picks, PickValues } from './pick-values.tsx';
import { TrialFailure } from './trial-failure.tsx';
import type { TrialHandle } from './use-trial.ts';

interface RunningProps {
  readonly request: TestRequest;
  readonly sinceMs: number;
  readonly onCancel: () => void;
}

/** How many are named of those that are asked for at once. */
const namedCount = 3;

/** What is being asked for now, and the progress. */
function Progress({ trial }: { readonly trial: string }): ReactNode {
  const { data } = useQuery(progressQuery(trial));
  const { titles = [], done = 0, count = 0 } = data ?? {};
  if (count === 0) return null;
  const more = titles.length - namedCount;
  const names = titles.slice(0, namedCount).join(' · ');
  return (
    <div className="finding">
      <progress aria-label={t('test.progress')} value={done} max={count} />
      <p className="muted">
        {t('test.asked', { done: decimal(done), count: decimal(count) })}
        <br />
        {more > 0 ? t('test.asking-for-more', { names, count: more }) : t('test.asking-for', { names })}
      </p>
    </div>
  );
}

function Running({ request, sinceMs, onCancel }: RunningProps): ReactNode {
  useSyncExternalStore(onSecond, secondsCounted);
  const protocols = useQuery(protocolsQuery);
  const title = protocols.data?.find(({ id }) => id === request.protocol)?.title ?? request.protocol;
  return (
    <div className="running">
      <span className="pulse" aria-hidden="true">
        <Icon name="sun" size={44} />
      </span>
      <div aria-live="polite">
        <h2>{t('test.running')}</h2>
        <p>{t('test.opening', { address: placeWords(request.address) })}</p>
        <p>{title === undefined ? t('test.asking-auto') : t('test.asking', { protocol: title })}</p>
      </div>
      {title === undefined && request.trial !== undefined && <Progress trial={request.trial} />}
      <p className="muted">
        {t('test.elapsed', { span: duration((clock.monotonicMs() - sinceMs) / 1000) })} · {t('test.patience')}
      </p>
      <Button onClick={onCancel}>{t('word.cancel')}</Button>
    </div>
  );
}

function Answer({ result }: { readonly result: TestResult }): ReactNode {
  return (
    <div className="answer">
      <div className="verdict" aria-live="polite">
        <Icon name="check" size={24} />
        <div>
          <h2>{t('test.success', { title: result.title })}</h2>
          <p>{reasonText(result.reason)}</p>
          {result.already !== undefined && (
            <p className="problem">{reasonText(because('device.twin', { name: result.already }))}</p>
          )}
          <p className="muted">{t('test.took', { span: duration(Math.max(1, Math.ceil(result.tookMs / 1000))) })}</p>
        </div>
      </div>
      <TableScroll label={t('test.values')}>
        <thead>
          <tr>
            <th scope="col">{t('test.field')}</th>
            <th scope="col">{t('test.value')}</th>
          </tr>
        </thead>
        <tbody>
          {result.values.map(({ name, label, value, unit, metric }) => (
            <tr key={name}>
              <th scope="row">
                {label} <code>{name}</code>
              </th>
              <td>{inWords(reading(value, unit, metric))}</td>
            </tr>
          ))}
        </tbody>
      </TableScroll>
    </div>
  );
}

interface TestStepProps {
  readonly trial: TrialHandle;
  readonly onBack: () => void;
  readonly onKeep: (kept: { address: string; result: TestResult; picks: Picks }) => void;
}

/** The test and its outcome. */
export function TestStep({ trial, onBack, onKeep }: TestStepProps): ReactNode {
  const { state, request } = trial;
  const [picks, setPicks] = useState<Picks>([]);
  if (request === undefined) return null;
  return (
    <section className="card test">
      <h1>{t('test.title')}</h1>
      {state.name === 'running' && <Running request={request} sinceMs={state.sinceMs} onCancel={trial.cancel} />}
      {state.name === 'failed' && <TrialFailure failure={state.failure} />}
      {state.name === 'answered' && <Answer result={state.result} />}
      {state.name === 'answered' && <PickValues values={state.result.values} picks={picks} onChange={setPicks} />}
      {state.name !== 'running' && (
        <div className="actions">
          <Button onClick={onBack}>{t('test.change')}</Button>
          <Button look={state.name === 'failed' ? 'primary' : 'plain'} onClick={trial.again}>
            {t('test.again')}
          </Button>
          {state.name === 'answered' && (
            <Button
              look="primary"
              onClick={() => onKeep({ address: state.result.address ?? request.address, result: state.result, picks })}
            >
              {t('test.keep')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
