// Which entities mpp-solar made in Home Assistant of the values that we know by a metric: whoever changes over to the metrics keeps them
// with their history. Only where the value is the same: same unit, same sign. Source: [mpp-solar], `hass_mqtt` and `hassd_mqtt`.
import { type MetricId, metricOf } from '#core/catalogue.ts';
import type { FormerEntity } from '#core/output.ts';
import type { Row } from '#codec/table.ts';
import { type AnswerShape, answerShapes } from '../by-mode.ts';
import type { Definition } from '../definition.ts';
import { oldNameOf } from './named-answer.ts';

function entityOf(definition: Definition, { name: query }: AnswerShape, row: Row): FormerEntity | undefined {
  const { metric, flip = false } = row;
  if (metric === undefined || flip) return undefined;
  const { unit, kind } = metricOf(metric);
  const old = oldNameOf(definition, query, row);
  // What was told in another unit would jump.
  if (old === undefined || row.unit !== unit) return undefined;
  const isBinary = kind === 'binary' && (old.switches === 'bool' || old.switches === 'word');
  if (kind === 'binary' && !isBinary) return undefined;
  const { title } = old;
  const key = title.replaceAll(' ', '_').toLowerCase();
  return { metric, query, key, title, platform: isBinary ? 'binary_sensor' : 'sensor' };
}

/** The entities by metric; of several that say one metric the one that is read live. */
export function oldEntitiesOf(definition: Definition): readonly FormerEntity[] {
  const shapes = answerShapes(definition).toSorted((left, right) => Number(right.isLive) - Number(left.isLive));
  const found = new Map<MetricId, FormerEntity>();
  const taken = new Set<string>();
  for (const shape of shapes)
    for (const row of shape.rows) {
      const entity = entityOf(definition, shape, row);
      if (entity === undefined || found.has(entity.metric) || taken.has(entity.key)) continue;
      found.set(entity.metric, entity);
      taken.add(entity.key);
    }
  return [...found.values()];
}
