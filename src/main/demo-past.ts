// The demo's past: what its devices would have sent yesterday and today goes through the same decoders as live answers.
import type { Batch } from '#core/reading.ts';
import { toUtf8 } from '#core/bytes.ts';
import { openFrame } from '#devices/decode-frame.ts';
import { readings, type Readings } from '#devices/readings.ts';
import { builtIn } from '#devices/on-demand.ts';
import type { Definition } from '#devices/definition.ts';
import { type PastFrame, pastFrames, type PastRange } from '#sim/past-frames.ts';

/** What one frame says, decoded like recorded bytes. */
function columnsOf(frame: PastFrame, definition: Definition, prefix: string): Readings | undefined {
  const { content } =
    frame.kind === 'answer'
      ? openFrame(definition, frame.command, frame.response)
      : openFrame(definition, frame.topic.slice(prefix.length + 1), toUtf8(frame.payload));
  return content === undefined ? undefined : readings(content.source, content.decoded);
}

/** Batches of the past, oldest first; `idOf` names the device they belong to. */
export async function pastBatches(range: PastRange, { site, idOf, prefixOf }: PastNames): Promise<readonly Batch[]> {
  const batches: Batch[] = [];
  const definitions = new Map<string, Definition>();
  for (const frame of pastFrames(range)) {
    const definition = definitions.get(frame.definition) ?? (await builtIn.definitionOf(frame.definition));
    definitions.set(frame.definition, definition);
    const columns = columnsOf(frame, definition, prefixOf(frame.device));
    if (columns !== undefined && columns.metric.length > 0)
      batches.push({ site, device: idOf(frame.device), atMs: frame.atMs, ...columns });
  }
  return batches;
}

/** What the demo's devices are called in the house. */
export interface PastNames {
  readonly site: string;
  idOf(device: PastFrame['device']): string;
  prefixOf(device: PastFrame['device']): string;
}
