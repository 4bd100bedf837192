// What people write, once the schema has let it through.
import type { ChargeMode } from '../chargers/charger.ts';

/** A time of day and days of the week. */
export interface FileWindow {
  readonly from: string;
  readonly to: string;
  readonly days?: readonly string[];
}

/** The cheapest time of a stretch of each day. */
export interface FileCheapest {
  readonly for: string;
  readonly from?: string;
  readonly to?: string;
  readonly together?: boolean;
}

/** What begins a rule. */
export type FileTrigger =
  | { readonly kind: 'becomes'; readonly that: string; readonly for?: string }
  | { readonly kind: 'changes'; readonly value: string; readonly device?: string; readonly to?: string | number }
  | { readonly kind: 'time'; readonly at: string; readonly days?: readonly string[]; readonly missed?: 'skip' | 'once' }
  | { readonly kind: 'cron'; readonly pattern: string; readonly missed?: 'skip' | 'once' }
  | {
      readonly kind: 'sun';
      readonly at: SunMoment;
      readonly offset?: string;
      readonly before?: string;
      readonly missed?: 'skip' | 'once';
    }
  | ({ readonly kind: 'cheapest' } & FileCheapest)
  | { readonly kind: 'offline'; readonly device: string; readonly for?: string }
  | { readonly kind: 'gap'; readonly device: string; readonly value: string; readonly for: string }
  | {
      readonly kind: 'called';
      readonly by: 'scene' | 'webhook' | 'mqtt';
      readonly name: string;
      readonly text?: string;
    };

/** Moments of the sun's day. */
export const sunMoments = ['sunrise', 'sunset', 'noon', 'dawn', 'dusk'] as const;
export type SunMoment = (typeof sunMoments)[number];

/** A set-point and what it is set to. */
export interface FileSet {
  readonly device: string;
  readonly point: string;
  readonly value?: string | number | boolean;
  /** An expression instead of a value. */
  readonly to?: string;
}

/** What a rule does. */
export type FileAction =
  | ({ readonly kind: 'set'; readonly for?: string } & FileSet)
  | { readonly kind: 'scene'; readonly name: string; readonly for?: string }
  | {
      readonly kind: 'notify';
      readonly title: string;
      readonly text?: string;
      readonly severity?: 'info' | 'warning' | 'alarm';
    }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly value?: string | number | boolean;
      readonly to?: string;
    }
  | { readonly kind: 'publish'; readonly topic: string; readonly payload?: string }
  | { readonly kind: 'call'; readonly url: string; readonly body?: string }
  | {
      readonly kind: 'action';
      readonly name: string;
      readonly with?: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly kind: 'wait'; readonly for: string };

/** A rule. */
export interface FileRule {
  readonly name: string;
  readonly id?: string;
  readonly on?: boolean;
  /** One of these begins it. */
  readonly when?: readonly FileTrigger[];
  /** Or: it holds as long as this is true. */
  readonly while?: string;
  readonly for?: string;
  readonly release?: string;
  readonly grace?: string;
  readonly if?: string;
  readonly between?: readonly FileWindow[];
  readonly cheapest?: FileCheapest;
  readonly do: readonly FileAction[];
  readonly cooldown?: string;
  readonly most_per_hour?: number;
}

/** A scene: several set-points at once. */
export interface FileScene {
  readonly name: string;
  readonly set: readonly FileSet[];
}

/** A limit of a set-point. */
export interface FileLimit {
  readonly device?: string;
  readonly point?: string;
  /** Instead of both: an action of a plug-in. */
  readonly action?: string;
  readonly min_on?: string;
  readonly min_off?: string;
  readonly most_per_hour?: number;
  readonly least?: number;
  readonly most?: number;
  readonly quiet?: readonly FileWindow[];
}

/** A value of somebody's own. */
export interface FileVariable {
  readonly start: string | number | boolean;
  readonly unit?: string;
}

/** The public holidays of a home: those of a country, and days of one's own. */
export interface FileHolidays {
  readonly country?: string;
  readonly region?: string;
  readonly dates?: readonly string[];
}

/** The whole. */
export interface FileAutomation {
  readonly rules?: readonly FileRule[];
  readonly scenes?: readonly FileScene[];
  readonly limits?: readonly FileLimit[];
  /** In the order in which they are served. */
  readonly loads?: readonly FileLoad[];
  readonly battery?: FileBattery;
  /** Behind the loads, or before them. */
  readonly chargers?: readonly FileCharger[];
  readonly circuits?: readonly FileCircuit[];
  readonly variables?: Readonly<Record<string, FileVariable>>;
  /** A value set by hand at a device holds for so long. */
  readonly by_hand?: string;
  /** What is held goes back by itself so long after Solstead stopped, where the device can. */
  readonly safe_after?: string;
  readonly holidays?: FileHolidays;
}

/** A load on the surplus. */
export interface FileLoad {
  readonly name: string;
  readonly id?: string;
  readonly on?: boolean;
  readonly device: string;
  readonly point: string;
  readonly power: number;
  readonly least_power?: number;
  readonly step?: number;
  readonly measured?: string;
  readonly battery?: 'before' | 'after';
  readonly battery_above?: number;
  readonly grid?: number;
  readonly on_after?: string;
  readonly off_after?: string;
  readonly settles?: string;
  readonly program?: string;
  readonly least?: { readonly for?: string; readonly energy?: number; readonly by: string };
  readonly most?: string;
  readonly if?: string;
  readonly min_on?: string;
  readonly min_off?: string;
  readonly most_per_hour?: number;
}

/** A charger that is steered. */
export interface FileCharger {
  readonly name: string;
  readonly id?: string;
  readonly on?: boolean;
  readonly device: string;
  /** Of a socket that is switched, with what a car takes there. */
  readonly point?: string;
  readonly power?: number;
  readonly mode?: ChargeMode;
  readonly goal?: { readonly energy?: number; readonly soc?: number; readonly by: string };
  readonly min_current?: number;
  readonly max_current?: number;
  readonly phases?: 1 | 3 | 'auto';
  readonly car?: number;
  readonly measured?: string;
  readonly battery?: 'before' | 'after';
  readonly battery_above?: number;
  readonly first?: boolean;
  readonly grid?: number;
  readonly start_after?: string;
  readonly stop_after?: string;
  readonly min_on?: string;
  readonly min_off?: string;
  readonly settles?: string;
  readonly phase_after?: string;
  readonly phase_hold?: string;
  readonly if?: string;
}

/** What is known of the battery of the home. */
export interface FileBattery {
  readonly charge?: number;
  readonly full?: number;
}

/** A circuit with a limit. */
export interface FileCircuit {
  readonly name: string;
  readonly id?: string;
  readonly measured: string | readonly string[];
  readonly limit: number;
  readonly mean?: string;
  readonly when?: string;
  readonly after?: string;
  readonly back?: string;
  readonly blind_after?: string;
  /** In the order in which they give way. */
  readonly gives: readonly {
    readonly device: string;
    readonly point: string;
    readonly takes?: number;
    readonly blind?: number | 'keep';
  }[];
}
