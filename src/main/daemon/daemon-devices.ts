// The devices of a daemon: records and definitions made from its plan, started and stopped as the plan changes.
import type { Clock } from '#core/clock.ts';
import type { DeviceListener, Field } from '#core/field.ts';
import type { DeviceRecord } from '#core/records.ts';
import { listedFor, queriesOf } from '#daemon/asked-definition.ts';
import { type AnswerGroups, makeAnswerGroups } from '#daemon/answer-groups.ts';
import type { PlannedDevice } from '#daemon/plan.ts';
import { longestRoundMs, type Progress } from '#daemon/progress.ts';
import type { Definition } from '#devices/definition.ts';
import { type ListedDefinition, unknownProtocol, withId } from '#devices/listed.ts';

/** One that runs. */
export interface DaemonDevice {
  planned: PlannedDevice;
  readonly record: DeviceRecord;
  readonly listed: ListedDefinition;
  readonly groups: AnswerGroups;
  /** As it is known to outputs. */
  readonly definition: Definition;
}

/** What they are made of. */
export interface DevicesParts {
  readonly clock: Clock;
  readonly field: Field;
  readonly site: string;
  /** Of the field: those of the devices are added. */
  readonly definitions: ListedDefinition[];
  readonly progress: Progress;
  readonly listener: DeviceListener;
  /** Called with what a device is asked, once it was looked through. */
  onKnown?(name: string, commands: PlannedDevice['commands']): void;
}

/** They run. */
export interface DaemonDevices {
  readonly running: ReadonlyMap<string, DaemonDevice>;
  start(planned: PlannedDevice): Promise<void>;
  stop(name: string): Promise<void>;
}

const portOf = (address: string): string => address.replace(/\?.*$/, '');

/** None runs yet. */
export function makeDaemonDevices(parts: DevicesParts): DaemonDevices {
  const { clock, field, site, definitions, progress, listener } = parts;
  const running = new Map<string, DaemonDevice>();
  let count = 0;

  const watch = (planned: PlannedDevice, definition: Definition): void => {
    if (!('live' in definition)) return;
    const queries = queriesOf(planned) ?? [...definition.live.commands, ...definition.settings.commands];
    const port = portOf(planned.address);
    const sharers = [...running.values()].filter((one) => portOf(one.planned.address) === port).length;
    const longestMs = longestRoundMs({
      everySeconds: planned.everySeconds ?? definition.live.everySeconds,
      queries: queries.length,
      responseMs: planned.timeoutMs ?? definition.responseMs,
      retries: planned.retries ?? 3,
      backoffSeconds: planned.backoffSeconds ?? [1, 2, 3],
      sharers,
    });
    progress.watch(planned.name, longestMs);
  };

  return {
    running,
    async start(planned) {
      const { name, topic, everySeconds, retries, backoffSeconds, commands } = planned;
      const base = withId(definitions, planned.definition);
      if (base === undefined) throw unknownProtocol(definitions, planned.definition);
      const definition = await base.load();
      count += 1;
      const reports = base.mode === 'push' && everySeconds !== undefined;
      const groups = makeAnswerGroups({ commands, clock, ...(reports ? { leastMs: everySeconds * 1000 - 100 } : {}) });
      const listed = listedFor(base, `${base.id}~${count}`, {
        ...planned,
        onKnown(asked) {
          // It may have been stopped while it was looked through.
          if (asked === undefined || running.get(name)?.listed !== listed) return;
          groups.known(asked);
          watch({ ...planned, commands: asked }, definition);
          parts.onKnown?.(name, asked);
        },
      });
      definitions.push(listed);
      const record: DeviceRecord = {
        id: name,
        site,
        name,
        definition: listed.id,
        address: planned.address,
        ...(topic === undefined ? {} : { topic }),
        settings: {
          ...(everySeconds === undefined ? {} : { liveSeconds: everySeconds }),
          ...(retries === undefined ? {} : { retries }),
          ...(backoffSeconds === undefined ? {} : { backoffSeconds }),
        },
      };
      running.set(name, { planned, record, listed, groups, definition });
      watch(planned, definition);
      await field.start(record, listener);
    },
    async stop(name) {
      const found = running.get(name);
      running.delete(name);
      progress.forget(name);
      await field.stop(name);
      const place = found === undefined ? -1 : definitions.indexOf(found.listed);
      if (place >= 0) definitions.splice(place, 1);
    },
  };
}
