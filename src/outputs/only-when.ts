// A filter by a condition over the home: a batch is let through while it holds. What it stands on is the newest that is known of the home,
// and of the device of the batch what the batch says.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { Moment } from '#core/expression/evaluate.ts';
import { explain, reasonsOf } from '#core/expression/explain.ts';
import { type Expression, readExpression, valueOf } from '#core/expression/expression.ts';
import { homeMoment, seenOf } from '#core/expression/home-moment.ts';
import { homeScope } from '#core/expression/scope.ts';
import type { Batch } from '#core/reading.ts';
import { because, type Reason } from '#core/reason.ts';
import type { OutputHome } from './output-kind.ts';
import type { Sieve } from './sieve.ts';

/**
 * A condition as it is kept. With `devices` only those may be named: one that is removed later makes it unknown.
 * Errors: `input.invalid` with line and column.
 */
export function conditionOf(text: string, devices?: readonly string[]): Expression {
  const outcome = readExpression(text, homeScope(devices === undefined ? {} : { devices }));
  if ('expression' in outcome) return outcome.expression;
  const { line, column, why } = outcome.problem;
  throw new SolsteadError('input.invalid', {
    at: 'filter.onlyWhen',
    why: because('expression.at', { line, column, reason: why }),
  });
}

/** A home at this moment, with what a batch says of its device. */
function momentWith({ device, metric, value, quality, atMs }: Batch, home: Moment, zone: string | undefined): Moment {
  return {
    nowMs: home.nowMs,
    look(reference) {
      const index = metric.findIndex((id) => id === reference.name);
      const [own, its] = [value[index], quality[index]];
      const said =
        own === undefined || its === undefined || (reference.device !== undefined && reference.device !== device)
          ? undefined
          : seenOf({ metric: reference.name, value: own, atMs, quality: its }, { nowMs: home.nowMs, zone });
      // Who speaks for the home is the home's affair; while that is not known, the device does that spoke.
      return reference.device === device ? (said ?? home.look(reference)) : (home.look(reference) ?? said);
    },
  };
}

/** What a condition stands on. */
export interface ConditionParts {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly home: Pick<OutputHome, 'now'>;
}

/** A filter that lets through what another one does, while a condition holds. */
export function onlyWhen(sieve: Sieve, condition: Expression, { clock, home }: ConditionParts): Sieve {
  let held = 0;
  return {
    ...sieve,
    heldBack: () => held,
    take(batch) {
      if (!sieve.wants(batch.device)) return undefined;
      const now = home.now();
      const moment = momentWith(
        batch,
        homeMoment(clock.nowMs(), () => now),
        now.zone,
      );
      if (valueOf(condition, moment) === true) return sieve.take(batch);
      held += 1;
      return undefined;
    },
  };
}

/** Why a condition does not hold now; undefined: it does. */
export function whyNot(condition: Expression, { clock, home }: ConditionParts): Reason | undefined {
  const explanation = explain(
    condition,
    homeMoment(clock.nowMs(), () => home.now()),
  );
  if (explanation.result === true) return undefined;
  const [reason = because('expression.unknown')] = reasonsOf(explanation);
  return because('output.not-now', { reason });
}
