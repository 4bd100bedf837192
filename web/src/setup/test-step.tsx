// Step 3: ask the device once and look at what it says, before anything is saved.
import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore, type ReactNode } from 'react';
import type { TestRequest, TestResult } from '#api/contract.ts';
import { clock, onSecond, secondsCounted } from '../clock.ts';
import { duration, inWords, reading } from '../format.ts';
import { protocolsQuery } from '../queries.ts';
import { texts } from '../texts.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, FailureNote } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import type { TrialHandle } from './use-trial.ts';

interface RunningProps {
  readonly request: TestRequest;
  readonly sinceMs: number;
  readonly onCancel: () => void;
}

function Running({ request, sinceMs, onCancel }: RunningProps): ReactNode {
  useSyncExternalStore(onSecond, secondsCounted);
  const protocols = useQuery(protocolsQuery);
  const title = protocols.data?.find(({ id }) => id === request.protocol)?.title ?? request.protocol;
  const words = texts.test;
  return (
    <div className="running">
      <span className="pulse" aria-hidden="true">
        <Icon name="sun" size={44} />
      </span>
      <div aria-live="polite">
        <h2>{words.running}</h2>
        <p>{words.opening(request.address)}</p>
        <p>{title === undefined ? words.askingAuto : words.asking(title)}</p>
      </div>
      <p className="muted">
        {words.elapsed(duration((clock.monotonicMs() - sinceMs) / 1000))} · {words.patience}
      </p>
      <Button onClick={onCancel}>{texts.word.cancel}</Button>
    </div>
  );
}

function Answer({ result }: { readonly result: TestResult }): ReactNode {
  const words = texts.test;
  return (
    <div className="answer">
      <div className="verdict" aria-live="polite">
        <Icon name="check" size={24} />
        <div>
          <h2>{words.success(result.title)}</h2>
          <p>{result.verdict}</p>
          <p className="muted">{words.took(duration(Math.max(1, Math.ceil(result.tookMs / 1000))))}</p>
        </div>
      </div>
      <TableScroll label={words.values}>
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.value}</th>
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
  readonly onKeep: (address: string, result: TestResult) => void;
}

/** The test and its outcome. */
export function TestStep({ trial, onBack, onKeep }: TestStepProps): ReactNode {
  const { state, request } = trial;
  const words = texts.test;
  if (request === undefined) return null;
  return (
    <section className="card test">
      <h1>{words.title}</h1>
      {state.name === 'running' && <Running request={request} sinceMs={state.sinceMs} onCancel={trial.cancel} />}
      {state.name === 'failed' && <FailureNote failure={state.failure} title={words.failed} />}
      {state.name === 'answered' && <Answer result={state.result} />}
      {state.name !== 'running' && (
        <div className="actions">
          <Button onClick={onBack}>{words.change}</Button>
          <Button look={state.name === 'failed' ? 'primary' : 'plain'} onClick={trial.again}>
            {words.again}
          </Button>
          {state.name === 'answered' && (
            <Button look="primary" onClick={() => onKeep(request.address, state.result)}>
              {words.keep}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
