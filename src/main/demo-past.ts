// The demo's past: what its devices would have said yesterday and today goes through the same decoders as live answers.
import type { Batch } from '#core/reading.ts';
import { toUtf8 } from '#core/bytes.ts';
import { readings } from '#devices/readings.ts';
import { definitionOf } from '#devices/registry.ts';
import type { Definition } from '#devices/definition.ts';
import { type PastFrame, pastFrames, type PastRange } from '#sim/past-frames.ts';

type Columns = Pick<Batch, 'metric' | 'value' | 'quality'>;

function columnsOf(frame: PastFrame, definition: Definition, prefix: string): Columns | undefined {
  if (frame.kind === 'answer' && definition.mode === 'request') {
    const command = definition.commands.find(({ name }) => name === frame.command) ?? definition.commands[0];
    if (command === undefined) return undefined;
    const answer = definition.wire.answer(frame.response, command.name);
    return answer.kind === 'payload'
      ? readings({ rows: command.table.rows, derive: command.derive }, command.table.decode(answer.payload))
      : undefined;
  }
  if (frame.kind === 'message' && definition.mode === 'mqtt') {
    const content = definition.dialect.read(prefix, frame.topic, toUtf8(frame.payload));
    return content.kind === 'state' ? readings(definition, definition.decode(content.state)) : undefined;
  }
  return undefined;
}

/** Batches of the past, oldest first; `idOf` names the device they belong to. */
export function* pastBatches(range: PastRange, { site, idOf, prefixOf }: PastNames): Generator<Batch> {
  for (const frame of pastFrames(range)) {
    const columns = columnsOf(frame, definitionOf(frame.definition), prefixOf(frame.device));
    if (columns !== undefined && columns.metric.length > 0)
      yield { site, device: idOf(frame.device), atMs: frame.atMs, ...columns };
  }
}

/** How the demo's devices are called in the house. */
export interface PastNames {
  readonly site: string;
  idOf(device: PastFrame['device']): string;
  prefixOf(device: PastFrame['device']): string;
}
