// Rules, ready to run, and what is remembered of each.
import type { Expression } from '#core/expression/expression.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Value } from '#core/expression/tree.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Target } from '../claim.ts';
import type { Cheapest } from '../prices.ts';
import type { QuietTime } from '../quiet-time.ts';
import type { Moments } from './times.ts';

/** What begins a rule. */
export type Trigger =
  | {
      readonly kind: 'becomes';
      readonly that: Expression;
      readonly forMs: number;
      /** It stands on a forecast of a day: each day it becomes so anew. */
      readonly isOfDay: boolean;
    }
  | {
      readonly kind: 'changes';
      readonly metric: MetricId;
      readonly device: string | undefined;
      readonly to: MetricValue | undefined;
    }
  /** What a device shows that it is set to becomes another one, whoever set it. */
  | ({ readonly kind: 'set'; readonly to: MetricValue | undefined } & Target)
  | { readonly kind: 'clock'; readonly moments: Moments; readonly lateMs: number }
  | { readonly kind: 'offline'; readonly device: string; readonly forMs: number }
  | { readonly kind: 'gap'; readonly device: string; readonly metric: MetricId; readonly forMs: number }
  | { readonly kind: 'cheapest'; readonly cheapest: Cheapest }
  | {
      readonly kind: 'called';
      readonly by: 'scene' | 'webhook' | 'mqtt';
      readonly name: string;
      readonly text: string | undefined;
    };

/** A value that is known, or worked out when it is needed. */
export type Worth = { readonly value: Value } | { readonly to: Expression };

/** A set-point and what it is set to. */
export interface Setting extends Target {
  readonly worth: Worth;
}

/** What a rule does. */
export type Action =
  | { readonly kind: 'set'; readonly settings: readonly Setting[]; readonly forMs: number | undefined }
  | {
      readonly kind: 'notify';
      readonly title: string;
      readonly text: string;
      readonly severity: 'info' | 'warning' | 'alarm';
    }
  | { readonly kind: 'variable'; readonly name: string; readonly worth: Worth }
  | { readonly kind: 'publish'; readonly topic: string; readonly payload: string }
  | { readonly kind: 'call'; readonly url: string; readonly body: string }
  | {
      readonly kind: 'action';
      readonly name: string;
      readonly params: Readonly<Record<string, string | number | boolean>>;
    }
  | { readonly kind: 'wait'; readonly forMs: number };

/** A rule. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  /** Its place among the rules: the upper one is the stronger. */
  readonly order: number;
  readonly triggers: readonly Trigger[];
  /** Instead of triggers: it holds as long as this is true. */
  readonly while?:
    | { readonly that: Expression; readonly forMs: number; readonly releaseMs: number; readonly graceMs: number }
    | undefined;
  readonly if?: Expression | undefined;
  readonly between: readonly QuietTime[];
  /** Only in the cheapest time. */
  readonly cheapest?: Cheapest | undefined;
  readonly actions: readonly Action[];
  readonly cooldownMs: number;
  readonly mostPerHour: number;
}

/** The id of the rule by which a scene is called that no other rule waits for; those of people have no space. */
export const sceneRuleId = (scene: string): string => `scene ${scene}`;
export const isSceneRule = (id: string): boolean => id.startsWith('scene ');

/** What is remembered of a trigger. */
export interface TriggerMemory {
  /** Whether what it waits for was so in the last cycle, and since when it has been, epoch ms. */
  readonly was?: boolean | undefined;
  readonly sinceMs?: number | undefined;
  /** It has begun the rule for this stretch. */
  readonly isDone?: boolean | undefined;
  /** Since when nothing at all has been known of what it waits for, epoch ms. */
  readonly unheardMs?: number | undefined;
  /** The day by the clocks of the home, of one that begins anew each day. */
  readonly day?: string | undefined;
  /** The last value, of one that waits for a change. */
  readonly value?: MetricValue | undefined;
}

/** Something that a rule holds. */
export interface Held extends Target {
  readonly value: MetricValue;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Put back at the end, or left. */
  readonly after: 'back' | 'stay';
}

/** What is remembered of a rule: plain data. */
export interface RuleMemory {
  readonly triggers: readonly TriggerMemory[];
  /** Actions under way: the next one, and when it comes, epoch ms. */
  readonly run?: { readonly next: number; readonly atMs: number } | undefined;
  readonly held: readonly Held[];
  /** When it began, within the last hour and the cooldown, epoch ms. */
  readonly begun: readonly number[];
  /** Of one with `while`: since when it holds; since when it would not any more; since when it is not known. */
  readonly activeMs?: number | undefined;
  readonly trueMs?: number | undefined;
  readonly falseMs?: number | undefined;
  readonly unknownMs?: number | undefined;
}

/** A rule of which nothing has been seen. */
export const freshRule: RuleMemory = { triggers: [], held: [], begun: [] };
