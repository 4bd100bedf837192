// Limits that no plan, rule or surplus passes: how long something runs at least, how often it is switched, how much it may be set to. They are
// claims of the protection, so that they are told like any other.
import { because } from '#core/reason.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { type Claim, type Target, targetKey } from './claim.ts';
import { mostPerMinute, type PointMemory } from './commander.ts';
import type { Image, SeenPoint } from './image.ts';
import { isInQuiet, type QuietTime, quietEndMs } from './quiet-time.ts';

/** Limits of one set-point; what is absent does not limit. */
export interface Guard extends Target {
  readonly name: string;
  /** Once on, or off, it stays so at least so long, ms. Zero counts as off, anything else as on. */
  readonly minOnMs?: number | undefined;
  readonly minOffMs?: number | undefined;
  /** Changes within any hour. */
  readonly mostPerHour?: number | undefined;
  /** In the unit of the set-point. */
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  /** Times of the day at which it does not come on. */
  readonly quiet?: readonly QuietTime[] | undefined;
}

/** The times at which the limits of something do not let it come on; undefined: there are none. */
export function quietOf(guards: readonly Guard[], target: Target): Guard['quiet'] {
  const all = guards.flatMap((guard) => (targetKey(guard) === targetKey(target) ? (guard.quiet ?? []) : []));
  return all.length === 0 ? undefined : all;
}

/** What protects a person or a wire comes before what protects a device from being switched often. */
const orders = { ceiling: 10, quiet: 20, rest: 30 } as const;
/** A claim that stands as long as its limit is made anew in each cycle. */
const standingMs = 60_000;

/** Whether a claim keeps something for a while as it was just switched: how long it runs or rests at least, how often it is switched. */
export const isStay = ({ by, order, device, setPoint }: Claim): boolean =>
  by.kind === 'protection' && order === orders.rest && by.id === targetKey({ device, setPoint });

/** Whether a claim says only how far a set-point may be set, whoever sets it. */
export const isCeiling = ({ by, order, device, setPoint }: Claim): boolean =>
  by.kind === 'protection' && order === orders.ceiling && by.id === targetKey({ device, setPoint });

const isOn = (value: unknown): boolean => value !== 0;

/** The claims of a guard at a moment. */
export function guardClaims(
  guard: Guard,
  { point, memory, image }: { readonly point: SeenPoint; readonly memory: PointMemory; readonly image: Image },
): readonly Claim[] {
  const { device, setPoint, name, minOnMs = 0, minOffMs = 0, mostPerHour, least, most, quiet = [] } = guard;
  const { nowMs } = image;
  const claim = (order: number, more: Pick<Claim, 'wish' | 'untilMs' | 'why'>): Claim => ({
    device,
    setPoint,
    by: { kind: 'protection', id: targetKey(guard), name },
    order,
    sinceMs: nowMs,
    ...more,
  });
  const claims: Claim[] = [];
  if (least !== undefined || most !== undefined)
    claims.push(
      claim(orders.ceiling, {
        wish: { ...(least === undefined ? {} : { from: least }), ...(most === undefined ? {} : { to: most }) },
        untilMs: nowMs + standingMs,
        why: because('act.ceiling'),
      }),
    );
  const shown = point.shows?.isFresh === true ? point.shows : undefined;
  if (shown === undefined) return claims;
  const stay = (untilMs: number, why: Claim['why']): void => {
    if (untilMs > nowMs)
      claims.push(
        claim(orders.rest, {
          wish:
            point.kind === 'choice'
              ? { words: [String(shown.value)] }
              : { from: Number(shown.value), to: Number(shown.value) },
          untilMs,
          why,
        }),
      );
  };
  const isQuiet = quiet.find((one) => isInQuiet(one, image));
  if (isQuiet !== undefined && !isOn(shown.value))
    claims.push(
      claim(orders.quiet, { wish: { to: 0 }, untilMs: quietEndMs(isQuiet, image), why: because('act.quiet') }),
    );
  const changedMs = Math.max(shown.changedMs, memory.changes.at(-1) ?? Number.NEGATIVE_INFINITY);
  stay(changedMs + (isOn(shown.value) ? minOnMs : minOffMs), because(isOn(shown.value) ? 'act.min-on' : 'act.min-off'));
  const first =
    mostPerHour === undefined ? undefined : memory.changes.filter((atMs) => atMs > nowMs - hourMs).at(-mostPerHour);
  if (first !== undefined) stay(first + hourMs, because('act.often', { most: mostPerHour ?? 0 }));
  return claims;
}

/** So long behind the last switching it is left alone then, ms. */
const loopRestMs = 10 * minuteMs;

/**
 * The claim that ends a loop: what is switched to and fro stays as it is for a while. What is set in numbers follows what it follows – the sun, a
 * fuse, a value that one rule stands on –, unless several rules set it.
 */
export function loopClaim(
  { kind, shows }: SeenPoint,
  { device, setPoint, changes, ruled = [] }: PointMemory,
  nowMs: number,
): Claim | undefined {
  const isContested = new Set(ruled.map(({ rule }) => rule)).size > 1;
  const all = kind !== 'number' ? changes : isContested ? ruled.map(({ atMs }) => atMs) : [];
  const lastMs = all.at(-1);
  const firstMs = all.at(-mostPerMinute);
  if (lastMs === undefined || firstMs === undefined || shows?.isFresh !== true) return undefined;
  if (lastMs - firstMs > minuteMs || nowMs >= lastMs + loopRestMs) return undefined;
  const value = Number(shows.value);
  return {
    device,
    setPoint,
    by: { kind: 'protection', id: 'loop', name: '' },
    order: orders.rest,
    sinceMs: nowMs,
    wish: kind === 'choice' ? { words: [String(shows.value)] } : { from: value, to: value },
    untilMs: lastMs + loopRestMs,
    why: because('act.loop', { most: mostPerMinute }),
  };
}
