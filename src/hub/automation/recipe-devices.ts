// The devices of a home as recipes see them: what can be set on each, and what it gives.
import type { RecipeDevice } from '#automation/file/recipes.ts';
import type { Capability } from '#core/command.ts';
import type { ActingHome } from './acting-home.ts';

/** Asks every device; one that does not answer has nothing that could be set. */
export async function recipeDevices(home: ActingHome): Promise<readonly RecipeDevice[]> {
  const values = home.snapshot()?.values ?? [];
  const metrics = Map.groupBy(values, ({ device }) => device);
  return Promise.all(
    home.facts.devices().map(async ({ record: { id } }) => {
      const all: readonly Capability[] = await home.capabilities(id).catch(() => []);
      const points = all
        .filter(({ dangerous }) => !dangerous)
        .map(({ setPoint, value, current }) => ({
          setPoint,
          words: value.kind === 'choice' ? value.options : [],
          shows: typeof current === 'boolean' ? Number(current) : current,
        }));
      return { id, points, metrics: new Set(metrics.get(id)?.map(({ metric }) => metric)) };
    }),
  );
}
