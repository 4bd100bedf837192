// What begins a rule and what it does, each as a sentence: the names of the home in it, and what is written where there is no name.
import { isMetricId } from '#core/catalogue.ts';
import { external, type External, type Param } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { isSetPointId } from '#core/set-points.ts';
import { ofDevice, quotedWord, spokenChoice, spokenSwitching, spokenTruth } from '#core/spoken.ts';
import type { Target } from '../claim.ts';
import { automationScope } from '../scope.ts';
import { conditionSaid, measuredSaid, type NameOf, type Saying } from './outline-expression.ts';
import {
  changingSaid,
  cheapestSaid,
  lasted,
  lasting,
  metricLabelled,
  onDays,
  pointSaid,
  sunSaid,
  switchedTo,
  timeSaid,
  valueSaid,
} from './outline-words.ts';
import type { FileAction, FileAutomation, FileSet, FileTrigger } from './words.ts';

/** The set-points of what is set; a name that is none is left out. */
export const targetsOf = (sets: readonly { readonly device: string; readonly point: string }[]): readonly Target[] =>
  sets.flatMap(({ device, point }) => (isSetPointId(point) ? [{ device, setPoint: point }] : []));

/** An address without its path and query, which may hold a token. */
const placeOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '…');

/** Tells of the parts of a text. */
export class Telling {
  readonly #file: FileAutomation;
  readonly saying: Saying;

  constructor(file: FileAutomation, nameOf: NameOf) {
    this.#file = file;
    this.saying = { scope: automationScope({ variables: file.variables }), nameOf };
  }

  name = (device: string): External => external(this.saying.nameOf(device));

  so = (condition: string): Reason => conditionSaid(condition, this.saying);

  /** What runs, gives way or is limited: a charger or a heater is one thing, of anything else it is said what. */
  what = ({ device, point }: Pick<FileSet, 'device' | 'point'>): Param => {
    const name = this.saying.nameOf(device);
    return /^(?:charger|heater)\./.test(point) ? quotedWord(name) : ofDevice(pointSaid(point), name, point);
  };

  #changes({ value, device, to }: Extract<FileTrigger, { kind: 'changes' }>): Reason {
    const name = device === undefined ? undefined : this.saying.nameOf(device);
    const metric = ofDevice(changingSaid(value), name, value);
    if (to === undefined) return because('act.say-changes', { metric });
    const isOn = switchedTo(value, to);
    const id = isOn !== undefined && (isSetPointId(value) || isMetricId(value)) ? value : undefined;
    const truth = id && spokenTruth(id, isOn === true, name);
    return truth ?? because('act.say-turns', { metric, value: valueSaid(value, to) });
  }

  begins(trigger: FileTrigger): Reason {
    switch (trigger.kind) {
      case 'becomes':
        return lasted(this.so(trigger.that), trigger.for);
      case 'changes':
        return this.#changes(trigger);
      case 'cheapest':
        return cheapestSaid(trigger);
      case 'time':
        return onDays(because('act.say-time', { at: external(trigger.at) }), trigger.days);
      case 'cron':
        return because('act.say-cron', { pattern: external(trigger.pattern) });
      case 'sun': {
        const { at: moment, before, offset } = trigger;
        if (before !== undefined) return because('act.say-before', { moment, time: timeSaid(before) });
        return offset === undefined ? sunSaid[moment] : because('act.say-behind', { moment, time: timeSaid(offset) });
      }
      case 'offline':
        return lasted(because('act.say-offline', { device: this.name(trigger.device) }), trigger.for);
      case 'gap':
        return lasted(
          because('act.say-gap', { device: this.name(trigger.device), metric: metricLabelled(trigger.value) }),
          trigger.for,
        );
      case 'called': {
        const name = external(trigger.name);
        if (trigger.by === 'scene') return because('act.say-scene-called', { name });
        return trigger.by === 'webhook'
          ? because('act.say-hook-called', { name })
          : because('act.say-topic', { topic: name });
      }
    }
  }

  set({ device, point, value, to }: FileSet): Reason {
    const name = this.saying.nameOf(device);
    const what = ofDevice(pointSaid(point), name, point);
    if (value === undefined)
      return because('act.say-set-to', { what, value: measuredSaid(to ?? '', this.saying).what });
    const isOn = switchedTo(point, value);
    const own = !isSetPointId(point)
      ? undefined
      : isOn === undefined
        ? spokenChoice(point, String(value), name)
        : spokenSwitching(point, isOn, name);
    return own ?? because('act.say-set', { what, value: valueSaid(point, value) });
  }

  #variable({ name, value, to }: Extract<FileAction, { kind: 'variable' }>): Reason {
    if (value !== undefined)
      return because('act.say-variable', { name: external(name), value: valueSaid(`var.${name}`, value) });
    const { what } = measuredSaid(to ?? '', this.saying);
    return because('act.say-variable-to', { name: external(name), value: what });
  }

  does(action: FileAction): Reason {
    switch (action.kind) {
      case 'set':
        return lasting(this.set(action), action.for);
      case 'scene':
        return lasting(because('act.say-scene', { name: external(action.name) }), action.for);
      case 'notify':
        return because('act.say-notify', { title: external(action.title.replace(/\{[^}]*\}/g, '…')) });
      case 'variable':
        return this.#variable(action);
      case 'publish':
        return because('act.say-publish', { topic: external(action.topic) });
      case 'call':
        return because('act.say-call', { url: external(placeOf(action.url)) });
      case 'action':
        return because('act.say-action', { name: external(action.name) });
      case 'wait':
        return because('act.say-wait', { time: timeSaid(action.for) });
    }
  }

  targets(actions: readonly FileAction[]): readonly Target[] {
    return actions.flatMap((action) => {
      if (action.kind === 'set') return targetsOf([action]);
      if (action.kind !== 'scene') return [];
      return targetsOf(this.#file.scenes?.find(({ name }) => name === action.name)?.set ?? []);
    });
  }
}
