// What a person says a field of a device measures, where its definition does not say it: a sensor of an ESPHome node that nobody knows.
import { isMetricId, type MetricId, metricOf } from '#core/catalogue.ts';
import type { PickedField } from '#core/records.ts';
import type { Row } from '#codec/table.ts';
import type { AskedDefinition, ReadCommand } from '#devices/definition.ts';

/** The fields that are what was said, by name: those whose unit is that of the metric. */
function fitting(commands: readonly ReadCommand[], picks: readonly PickedField[]): ReadonlyMap<string, PickedField> {
  const rows = commands.flatMap(({ table }) => table.rows);
  return new Map(
    picks
      .filter(
        ({ field, metric }) =>
          isMetricId(metric) && rows.some(({ name, unit }) => name === field && unit === metricOf(metric).unit),
      )
      .map((pick) => [pick.field, pick]),
  );
}

/** The definition with what was said. A metric that a person gave to a field is no longer that of another one. */
export function withPicks<D extends AskedDefinition>(definition: D, picks: readonly PickedField[] = []): D {
  const byField = fitting(definition.commands, picks);
  if (byField.size === 0) return definition;
  const given = new Set<string>([...byField.values()].map(({ metric }) => metric));
  const rowOf = (row: Row): Row => {
    const { metric, flip: _flip, ...rest } = row;
    const pick = byField.get(row.name);
    if (pick !== undefined && isMetricId(pick.metric))
      return { ...rest, metric: pick.metric, ...(pick.flip === true ? { flip: true } : {}) };
    return metric !== undefined && given.has(metric) ? rest : row;
  };
  const isFree = ({ metric }: { readonly metric: MetricId }): boolean => !given.has(metric);
  const commands = definition.commands.map((command): ReadCommand => {
    const { table, derive } = command;
    const rows = Object.freeze(table.rows.map(rowOf));
    return {
      ...command,
      table: { ...table, rows },
      ...(derive === undefined ? {} : { derive: derive.filter(isFree) }),
    };
  });
  return { ...definition, commands };
}
