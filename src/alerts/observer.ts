// What is seen of a home: fast what lives in memory, now and then what has to be computed.
import type { AlertKind } from '#core/alert.ts';
import type { Anomaly } from '#api/anomalies.ts';
import type { Device, Snapshot } from '#api/contract.ts';
import type { BudgetStates } from '#api/tariffs.ts';
import type { SiteFacts } from '#core/consumer.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { clearSkyShare, isSunny, sunAt } from '#energy/anomalies/sun.ts';
import { type ClearYield, clearYield, type SunDay, sunVerdict } from '#energy/clear-sky.ts';
import type { Observation, SeenBudget, SeenDevice, SeenIssue, SeenSun } from './observe.ts';
import { Rates } from './rates.ts';

/** A home as its alerts see it. */
export interface WatchedHome {
  readonly facts: SiteFacts;
  /** Undefined while it is being opened or closed. */
  snapshot(): Pick<Snapshot, 'devices' | 'values' | 'flow'> | undefined;
  budgets(): Promise<BudgetStates>;
  /** Whole days of the sun before a moment, the oldest first; those without a figure are left out. */
  sunDays(fromMs: number, toMs: number): Promise<readonly SunDay[]>;
  /** What lasts and was not dismissed. */
  anomalies(): Promise<readonly Anomaly[]>;
  /** What is not well with the installation; undefined: another home tells it. */
  issues(): Promise<readonly { readonly part: string; readonly reason: Reason }[] | undefined>;
  /** Connections that the broker refused since the start; undefined: another home tells it. */
  refusals(): number | undefined;
}

const slowMs = 10 * minuteMs;
/** A home that has just been opened has other things to do first, ms. */
const firstSlowMs = 2 * minuteMs;
const issuesMs = 30_000;
/** Days that the clear sky is learnt from, and the last ones that are judged. */
const learntDays = 120;
const judgedDays = 10;
/** The sun is well up from this altitude on, degrees. */
const leastAltitude = 15;
/** Less than this share of what a clear sky would give is nothing. */
const darkShare = 0.005;
/** Findings that are told as kinds of their own, and how old one may be when it is first told. */
const ownKinds: ReadonlySet<string> = new Set(['under-production', 'no-production']);
const mostFindings = 50;
const newFindingMs = 7 * dayMs;

/** Parts of the installation by the kind of alert they are told as. */
const kindOfPart: Readonly<Record<string, AlertKind>> = {
  backup: 'backup',
  outputs: 'output-behind',
  uplink: 'data-waiting',
  disk: 'disk',
  clock: 'clock',
};

/** How far the cells of a device are apart, V: as it says, or from its cells. */
function spreadOf(values: Snapshot['values']): number | undefined {
  const fresh = values.filter(({ quality, value }) => quality === 'good' && typeof value === 'number');
  const told = fresh.find(({ metric }) => metric === 'battery.cell.voltage.spread');
  if (told !== undefined) return Number(told.value);
  const cells = fresh
    .filter(({ metric }) => /^battery\.cell\.voltage\.\d+$/.test(metric))
    .map(({ value }) => Number(value));
  return cells.length < 2 ? undefined : Math.max(...cells) - Math.min(...cells);
}

/** Looks at one home. */
export class Observer {
  readonly #home: WatchedHome;
  readonly #rates = new Rates();
  #slowMs: number | undefined;
  #issuesMs = Number.NEGATIVE_INFINITY;
  #clear: ClearYield | undefined;
  #best: SeenSun['best'];
  #darkSinceMs: number | undefined;
  #refusals: { readonly atMs: number; readonly count: number }[] = [];

  constructor(home: WatchedHome) {
    this.#home = home;
  }

  /** What is seen now; what cannot be read now was not looked at. */
  async look(nowMs: number): Promise<Observation> {
    const snapshot = this.#home.snapshot();
    if (snapshot === undefined) return {};
    this.#slowMs ??= nowMs - slowMs + firstSlowMs;
    const isSlow = nowMs - this.#slowMs >= slowMs || nowMs < this.#slowMs - slowMs;
    if (isSlow) this.#slowMs = nowMs;
    const isIssue = nowMs - this.#issuesMs >= issuesMs || nowMs < this.#issuesMs;
    if (isIssue) this.#issuesMs = nowMs;
    const nothing = (): undefined => undefined;
    if (isSlow) await this.#learn(nowMs).catch(nothing);
    const { flow } = snapshot;
    const hasBattery = flow.lacks?.includes('battery') !== true;
    return {
      devices: this.#devices(snapshot, nowMs),
      ...(hasBattery ? { soc: flow.battery.quality === 'good' ? (flow.soc ?? null) : null } : {}),
      sun: { best: this.#best, darkHours: this.#dark(flow, nowMs) },
      budgets: isSlow ? await this.#budgets().catch(nothing) : undefined,
      findings: isSlow ? await this.#findings(nowMs).catch(nothing) : undefined,
      issues: isIssue ? await this.#issues().catch(nothing) : undefined,
      refusals: this.#refused(nowMs),
    };
  }

  #devices({ devices, values }: Pick<Snapshot, 'devices' | 'values'>, nowMs: number): readonly SeenDevice[] {
    const byDevice = Map.groupBy(values, ({ device }) => device);
    this.#rates.keep(new Set(devices.map(({ id }) => id)));
    return devices.map(({ id, name, state, health }: Device) => {
      const { requests, timeouts, badFrames, refused, rejectedValues, failure } = health;
      const counts = { requests, failed: timeouts + badFrames + refused, rejected: rejectedValues };
      return {
        id,
        name,
        state,
        failure:
          failure === undefined
            ? undefined
            : (failure.reason ?? because('outside.said', { said: external(failure.message) })),
        ...this.#rates.take(id, counts, nowMs),
        cellSpread: spreadOf(byDevice.get(id) ?? []),
      };
    });
  }

  async #learn(nowMs: number): Promise<void> {
    const { site } = this.#home.facts;
    if (!isSunny(site)) return;
    const days = await this.#home.sunDays(nowMs - learntDays * dayMs, nowMs);
    this.#clear = clearYield(days, site);
    const last = days.filter(({ startMs }) => startMs >= nowMs - (judgedDays + 1) * dayMs).slice(-judgedDays);
    const verdict =
      this.#clear === undefined || last.length < judgedDays ? undefined : sunVerdict(last, site, this.#clear);
    this.#best =
      verdict === undefined
        ? undefined
        : { share: 100 * verdict.share, uncertainty: 100 * verdict.uncertainty, days: verdict.days };
  }

  /** Hours without power while the sun is up. */
  #dark({ pv }: Snapshot['flow'], nowMs: number): number | undefined {
    const { site } = this.#home.facts;
    const { powerW, quality } = pv;
    const altitude = isSunny(site) ? sunAt(nowMs, site).altitude : 0;
    if (this.#clear === undefined || powerW === undefined || quality !== 'good' || altitude < leastAltitude) {
      this.#darkSinceMs = undefined;
      return undefined;
    }
    const isDark = powerW < darkShare * this.#clear.perSunHour * clearSkyShare(altitude);
    if (!isDark) this.#darkSinceMs = undefined;
    else this.#darkSinceMs = Math.min(this.#darkSinceMs ?? nowMs, nowMs);
    return this.#darkSinceMs === undefined ? 0 : (nowMs - this.#darkSinceMs) / hourMs;
  }

  async #budgets(): Promise<readonly SeenBudget[]> {
    const { budgets } = await this.#home.budgets();
    return budgets.flatMap(({ id, limit, used }) => {
      const whole = Number(limit);
      return whole > 0 ? [{ id, name: id, usedShare: (100 * Number(used)) / whole }] : [];
    });
  }

  async #findings(nowMs: number): Promise<readonly SeenIssue[]> {
    const all = await this.#home.anomalies();
    return all
      .filter(({ kind, noticedMs }) => !ownKinds.has(kind) && nowMs - noticedMs < newFindingMs)
      .slice(-mostFindings)
      .map(({ id, reason, device }) => {
        const name = this.#home.facts.device(device)?.record.name ?? device;
        return { kind: 'unusual', subject: id, reason: because('alert.unusual', { device: external(name), reason }) };
      });
  }

  async #issues(): Promise<readonly SeenIssue[] | undefined> {
    const all = await this.#home.issues();
    return all?.map(({ part, reason }) => ({
      kind: kindOfPart[part] ?? 'system',
      // What is wrong with a part may be told in other words a moment later: by its code it is the same.
      subject: `${part} ${reason.code}`,
      reason,
    }));
  }

  /** Refused connections within an hour. */
  #refused(nowMs: number): number | undefined {
    const count = this.#home.refusals();
    if (count === undefined) return undefined;
    const last = this.#refusals.at(-1);
    if (last === undefined || nowMs - last.atMs >= minuteMs) this.#refusals.push({ atMs: nowMs, count });
    this.#refusals = this.#refusals.filter(({ atMs }) => nowMs - atMs <= hourMs && atMs <= nowMs);
    return Math.max(0, count - (this.#refusals[0]?.count ?? count));
  }
}
