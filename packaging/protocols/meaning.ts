// What bytes mean: fields in the maker's words and readings of the catalogue, from one whole answer or from a stream.
import type { MetricId } from '#core/catalogue.ts';
import { metricOf } from '#core/catalogue.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Unit } from '#core/unit.ts';
import { frameOpener, type FrameReport, frameReport, type Opened, openFrame } from '#devices/decode-frame.ts';
import type { LinkDefinition, Definition, MqttDefinition } from '#devices/definition.ts';
import type { MessageContent } from '#devices/message-dialect.ts';
import { composedFor } from '#devices/message-parts.ts';
import { readings } from '#devices/readings.ts';

/** One value of the catalogue, in the catalogue's unit and sign. */
export interface MetricReading {
  readonly metric: MetricId;
  readonly value: MetricValue;
  readonly unit: Unit;
}

/** What an answer says: fields as the maker means them, readings as the catalogue does; both empty where it is no payload. */
export interface Meaning extends FrameReport {
  readonly readings: readonly MetricReading[];
}

function meaningOf(opened: Opened): Meaning {
  const { content } = opened;
  const report = frameReport(opened);
  if (content === undefined) return { ...report, readings: [] };
  const { metric, value } = readings(content.source, content.decoded);
  return {
    ...report,
    readings: metric.flatMap((id, index): MetricReading[] => {
      const found = value[index];
      return found === undefined ? [] : [{ metric: id, value: found, unit: metricOf(id).unit }];
    }),
  };
}

/**
 * What whole bytes mean as the answer to a command. For a device that speaks by itself `command` is the name of its report,
 * for one on MQTT the topic below its prefix (`events/rpc`, `status/em:0`, `rpc` for an answer). Never throws for the
 * bytes: `answer` says what they are. Errors: `command.unknown`.
 */
export function decode(definition: Definition, command: string, bytes: Uint8Array): Meaning {
  return meaningOf(openFrame(definition, command, bytes));
}

/** What a state that an MQTT dialect has read means; undefined where the message carries none. */
export function decodeMessage(definition: MqttDefinition, content: MessageContent): Meaning | undefined {
  if ((content.kind !== 'state' && content.kind !== 'response') || content.state === undefined) return undefined;
  const source = composedFor(definition, content.state);
  return meaningOf({ answer: { kind: 'payload' }, content: { source, decoded: source.decode(content.state) } });
}

/** A stream of bytes, in any pieces. */
export interface Stream {
  /** Adds bytes; one meaning for every frame they complete, damaged and foreign ones with their reason. */
  push(bytes: Uint8Array): readonly Meaning[];
  /** What is complete now that the line has fallen silent: a few formats (Daly, JK PB) tell an answer's end by that alone. */
  end(): readonly Meaning[];
  /** Forgets what is held back, before the next question. */
  reset(): void;
  /** Bytes held back. */
  readonly pending: number;
}

/** Decodes a stream as answers to one command, or as reports of that name. Errors: `command.unknown`. */
export function openStream(definition: LinkDefinition, command: string): Stream {
  const open = frameOpener(definition, command);
  const framer = definition.wire.framer();
  const meanings = (frames: ReturnType<typeof framer.push>): Meaning[] =>
    frames.flatMap((frame) => {
      const found = open(frame);
      return found === undefined ? [] : [meaningOf(found)];
    });
  return {
    push: (bytes) => meanings(framer.push(bytes)),
    end: () => meanings(framer.end?.() ?? []),
    reset: () => framer.reset(),
    get pending() {
      return framer.pending;
    },
  };
}
