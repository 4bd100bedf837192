// Calls of functions in a worker thread, answered in the order they are made; errors keep their code and cause.
import { because, type Reason } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import type { MessagePort, Worker } from 'node:worker_threads';
import { type ErrorCode, isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';

/** Functions of one parameter, by name. */
export type Calls = Readonly<Record<string, (ask: never) => unknown>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly ask: unknown;
}

type Answer =
  | { readonly id: number; readonly result: unknown }
  | {
      readonly id: number;
      readonly message: string;
      readonly code?: ErrorCode;
      readonly at?: string;
      readonly reason?: Reason;
    };

/** The caller's end. */
export interface WorkerCaller<C extends Calls> {
  /** Calls a function of the worker. Errors: those of the function; `store.failed` when the worker has ended. */
  call<N extends keyof C & string>(
    name: N,
    ask: Parameters<C[N]>[0],
    transfer?: readonly ArrayBuffer[],
  ): Promise<Awaited<ReturnType<C[N]>>>;
  /** Makes one last call and ends the worker; later calls fail. Does nothing the second time. */
  end<N extends keyof C & string>(name: N, ask: Parameters<C[N]>[0]): Promise<void>;
}

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (reason: unknown) => void;
}

function failureOf(answer: Exclude<Answer, { result: unknown }>): Error {
  const { code, at = '', reason, message } = answer;
  return code === undefined
    ? new TypeError(message)
    : new SolsteadError(code, { at, ...(reason === undefined ? {} : { why: reason }) });
}

/** A worker, or a port to another thread. */
interface OtherEnd {
  on(name: 'message', listener: (answer: Answer) => void): unknown;
  postMessage(question: Question, transfer: ArrayBuffer[]): void;
}

/** Calls that wait for their answers from the other end. */
function callsOver<C extends Calls>(port: OtherEnd) {
  const pending = new Map<number, Pending>();
  let asked = 0;
  let ended: SolsteadError | undefined;
  port.on('message', (answer: Answer) => {
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    if ('result' in answer) waiting?.resolve(answer.result as never);
    else waiting?.reject(failureOf(answer));
  });
  const call: WorkerCaller<C>['call'] = (name, ask, transfer = []) => {
    if (ended !== undefined) return Promise.reject(ended);
    asked += 1;
    const question: Question = { id: asked, name, ask };
    return new Promise((resolve, reject) => {
      pending.set(question.id, { resolve, reject });
      port.postMessage(question, [...transfer]);
    });
  };
  return {
    call,
    isEnded: () => ended !== undefined,
    /** Later calls fail. */
    end(error: SolsteadError): void {
      ended ??= error;
    },
    /** Those that wait fail too. */
    fail(error: SolsteadError): void {
      ended ??= error;
      for (const { reject } of pending.values()) reject(ended);
      pending.clear();
    },
  };
}

/** Calls from a worker into the thread that started it, as long as that lives. */
export const callOwner = <C extends Calls>(port: MessagePort): Pick<WorkerCaller<C>, 'call'> => callsOver<C>(port);

/** Calls into a worker; `at` names what it serves in errors. */
export function callWorker<C extends Calls>(worker: Worker, at: string): WorkerCaller<C> {
  const { call, fail, isEnded, end: stop } = callsOver<C>(worker);
  const failed = (why: Reason, cause?: unknown): void => fail(new SolsteadError('store.failed', { at, why, cause }));
  worker.on('error', (error) => failed(because('store.worker', { said: external(messageOf(error)) }), error));
  worker.on('exit', () => failed(because('store.closed')));
  return {
    call,
    async end(name, ask) {
      if (isEnded()) return;
      const answered = call(name, ask);
      stop(new SolsteadError('store.failed', { at, why: because('store.closed') }));
      try {
        await answered;
      } finally {
        await worker.terminate();
      }
    },
  };
}

function answerOf(id: number, thrown: unknown): Answer {
  if (!isSolsteadError(thrown)) return { id, message: messageOf(thrown) };
  const { code, at, reason, message } = thrown;
  return { id, message, code, at, ...(reason === undefined ? {} : { reason }) };
}

/** Answers calls inside the worker, one after the other. `opened` failing fails every call. */
export function answerCalls<C extends Calls>(port: MessagePort, opened: Promise<C>): void {
  let previous: Promise<void> = Promise.resolve();
  const answer = async ({ id, name, ask }: Question): Promise<void> => {
    try {
      const calls: Readonly<Record<string, (ask: never) => unknown>> = await opened;
      const result = await calls[name]?.(ask as never);
      port.postMessage({ id, result } satisfies Answer);
    } catch (thrown) {
      port.postMessage(answerOf(id, thrown));
    }
  };
  port.on('message', (question: Question) => {
    previous = previous.then(() => answer(question));
  });
}

/** The same calls answered in this thread, in order, by what an opened store provides; for stores with their own idea of time. */
export function callHere<C extends Calls>(functions: C, at: string): WorkerCaller<C> {
  let previous: Promise<unknown> = Promise.resolve();
  let isEnded = false;
  const call: WorkerCaller<C>['call'] = (name, ask) => {
    if (isEnded) return Promise.reject(new SolsteadError('store.failed', { at, why: because('store.closed') }));
    const answered = previous.then(() => functions[name]?.(ask)) as ReturnType<typeof call<typeof name>>;
    previous = answered.catch(() => undefined);
    return answered;
  };
  return {
    call,
    async end(name, ask) {
      if (isEnded) return;
      const answered = call(name, ask);
      isEnded = true;
      await answered;
    },
  };
}
