// What a device answers, as the commands of a file have it: one answer each, and those of several queries put together, as `get_status`
// of mpp-solar gives them. A device that reports by itself is heard at the pace of the file.
import type { Clock } from '#core/clock.ts';
import type { DeviceAnswer } from '#core/field.ts';
import type { PlannedDevice } from './plan.ts';

/** An answer under the name that its file gives it. */
export interface CommandAnswer {
  readonly command: string;
  /** One, or those of several queries. */
  readonly answers: readonly DeviceAnswer[];
  /** Queries of it that gave none, where its round has ended without them. */
  readonly failed?: readonly string[];
}

/** Sorts the answers of one device. */
export interface AnswerGroups {
  take(answer: DeviceAnswer): readonly CommandAnswer[];
  /** A round has ended: what was answered of commands that are not whole, and what was not. */
  ended(): readonly CommandAnswer[];
  /** What is asked was not known before the device was looked through. */
  known(commands: PlannedDevice['commands']): void;
}

/** What it is made of. */
export interface GroupsOptions {
  readonly commands: PlannedDevice['commands'];
  /** Of a device that reports by itself: a report is given no more often, ms. Absent: each answer was asked for. */
  readonly leastMs?: number | undefined;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

/** Nothing heard yet. */
export function makeAnswerGroups({ commands: planned, leastMs, clock }: GroupsOptions): AnswerGroups {
  let commands = planned;
  const lastMs = new Map<string, number>();
  const heard = new Map<string, Map<string, DeviceAnswer>>();

  const isSoon = ({ query }: DeviceAnswer): boolean => {
    if (leastMs === undefined) return false;
    const nowMs = clock.monotonicMs();
    if (nowMs - (lastMs.get(query) ?? Number.NEGATIVE_INFINITY) < leastMs) return true;
    lastMs.set(query, nowMs);
    return false;
  };

  /** The answers of a command of several queries: when all are there, or its next round begins and some had failed. */
  const gathered = (command: string, asks: readonly string[], answer: DeviceAnswer): readonly CommandAnswer[] => {
    const before = heard.get(command) ?? new Map<string, DeviceAnswer>();
    const isNext = before.has(answer.query);
    const now = isNext ? new Map<string, DeviceAnswer>() : before;
    now.set(answer.query, answer);
    heard.set(command, now);
    const partly = isNext ? [{ command, answers: [...before.values()] }] : [];
    if (!asks.every((query) => now.has(query))) return partly;
    heard.delete(command);
    return [...partly, { command, answers: [...now.values()] }];
  };

  return {
    take(answer) {
      if (isSoon(answer)) return [];
      if (commands === undefined) return [{ command: answer.query, answers: [answer] }];
      return commands
        .filter(({ asks }) => asks.includes(answer.query))
        .flatMap(({ name, asks, isEach = false }) => {
          if (isEach) return [{ command: answer.query, answers: [answer] }];
          return asks.length === 1 ? [{ command: name, answers: [answer] }] : gathered(name, asks, answer);
        });
    },
    ended() {
      const partly = (commands ?? []).flatMap(({ name, asks, optional = [] }): readonly CommandAnswer[] => {
        const answers = heard.get(name);
        if (answers === undefined) return [];
        const failed = asks.filter((query) => !answers.has(query) && !optional.includes(query));
        return [{ command: name, answers: [...answers.values()], ...(failed.length === 0 ? {} : { failed }) }];
      });
      heard.clear();
      return partly;
    },
    known(asked) {
      commands = asked;
      heard.clear();
    },
  };
}
