// For tests only: holds every answer and every message of a socket against the contract. What is wrong is kept until the
// test ends and fails it then, whatever the test itself looked at.
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { endpoints, errorsOf } from '#api/endpoints.ts';
import { Problem, statusOf } from '#api/problem.ts';
import type { SocketId } from '#api/routes.ts';
import { sockets } from '#api/sockets.ts';
import type { SentAnswer } from '../route-context.ts';

/** Collects what does not fit the contract. */
export interface AnswerCheck {
  readonly watchAnswer: (answer: SentAnswer) => void;
  /** A message of a socket, parsed. */
  watchMessage(socket: SocketId, message: unknown): void;
  readonly faults: readonly string[];
}

const shortened = (value: unknown): string => JSON.stringify(value).slice(0, 300);

/** What is wrong with a value: does not fit, or has fields that the schema does not know. */
export function faultsOf(schema: TSchema, value: unknown): readonly string[] {
  const sent: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  const misfits = Value.Errors(schema, sent).map(({ instancePath, message }) => `${instancePath} ${message}`);
  if (misfits.length > 0) return misfits;
  const known = JSON.stringify(Value.Clean(schema, structuredClone(sent)));
  return known === JSON.stringify(sent) ? [] : [`has more than the contract knows: ${shortened(sent)}`];
}

function failureFaults({ endpoint, status, body }: SentAnswer): readonly string[] {
  const misfits = faultsOf(Problem, body);
  if (misfits.length > 0) return misfits;
  const { code, status: said } = Value.Parse(Problem, body);
  if (said !== status) return [`${code} says ${said} and was answered with ${status}`];
  // JSON that cannot be parsed is refused before the endpoint is asked what it takes.
  if (code === 'input.invalid' && status === 400) return [];
  const known = errorsOf(endpoint).find((candidate) => candidate === code);
  if (known === undefined) return [`${code} is not among the errors of this endpoint`];
  return statusOf(known) === status ? [] : [`${code} was answered with ${status}`];
}

function answerFaults(answer: SentAnswer): readonly string[] {
  const { endpoint, status, body } = answer;
  const schema = endpoints[endpoint].answers[status];
  if (schema !== undefined) return faultsOf(schema, body);
  return status >= 400 ? failureFaults(answer) : [`${status} is not among the answers of this endpoint`];
}

/** Makes a check without faults. */
export function answerCheck(): AnswerCheck {
  const faults: string[] = [];
  return {
    faults,
    watchAnswer(answer) {
      for (const fault of answerFaults(answer)) faults.push(`${answer.endpoint} ${answer.status}: ${fault}`);
    },
    watchMessage(socket, message) {
      const fitting = Object.values(sockets[socket].messages).some((schema) => faultsOf(schema, message).length === 0);
      if (!fitting) faults.push(`${socket}: ${shortened(message)} is none of its messages`);
    },
  };
}
