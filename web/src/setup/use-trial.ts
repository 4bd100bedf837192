// One trial of a device: running, answered, failed or cancelled.
import { useRef, useState } from 'react';
import type { TestRequest, TestResult } from '#api/device-test.ts';
import { call, failureOf } from '../api.ts';
import { clock } from '../clock.ts';
import { systemRandom } from '#core/random.ts';
import { failureWords, type ToldFailure } from '../words.ts';

/** The state of a trial. */
export type TrialState =
  | { readonly name: 'idle' }
  | { readonly name: 'running'; readonly sinceMs: number }
  | { readonly name: 'answered'; readonly result: TestResult }
  | { readonly name: 'failed'; readonly failure: ToldFailure };

/** A trial and what can be done with it. */
export interface TrialHandle {
  readonly state: TrialState;
  readonly request: TestRequest | undefined;
  start(request: TestRequest): void;
  again(): void;
  cancel(): void;
}

/** A name that no other trial has; made without the browser's own, which it has on secure pages only. */
const trialName = (): string => Array.from({ length: 20 }, () => Math.floor(systemRandom() * 36).toString(36)).join('');

/** Keeps one trial at a time. */
export function useTrial(): TrialHandle {
  const [state, setState] = useState<TrialState>({ name: 'idle' });
  const [request, setRequest] = useState<TestRequest>();
  const running = useRef<AbortController>(undefined);
  const run = async (wanted: TestRequest): Promise<void> => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    const named = { ...wanted, trial: trialName() };
    setRequest(named);
    setState({ name: 'running', sinceMs: clock.monotonicMs() });
    try {
      const result = await call('testDevice', { body: named, signal: stop.signal });
      if (!stop.signal.aborted) setState({ name: 'answered', result });
    } catch (thrown) {
      if (!stop.signal.aborted) setState({ name: 'failed', failure: failureOf(thrown) });
    }
  };
  return {
    state,
    request,
    start: (wanted) => void run(wanted),
    again: () => {
      if (request !== undefined) void run(request);
    },
    cancel: () => {
      running.current?.abort();
      setState((before) =>
        before.name === 'running' ? { name: 'failed', failure: failureWords('test.cancelled') } : before,
      );
    },
  };
}
