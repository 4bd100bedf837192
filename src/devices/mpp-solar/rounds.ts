// Which questions make up the status and the settings of a device, with those that mpp-solar asked.
import { answerShapes } from '../by-mode.ts';
import type { Definition } from '../definition.ts';
import { oldRounds, optionalQueries } from './old-commands.ts';

/** Of questions that make up a status, those that a unit may refuse: it does not ask them by itself. */
export function optionalOf(definition: Definition, queries: readonly string[]): readonly string[] {
  if (!('live' in definition)) return [];
  const own = [...definition.live.commands, ...definition.settings.commands];
  return queries.filter((name) => optionalQueries.includes(name) && !own.includes(name));
}

/** What tells the status or the settings of a device only once it is looked through: it may be another than its definition says. */
export const isLookedThrough = (definition: Definition): boolean =>
  'discover' in definition && definition.discover !== undefined;

/** The questions that make up the status and the settings of a device: those it asks by itself, and those that mpp-solar asked. */
export function queriesOf(definition: Definition, what: 'status' | 'settings'): readonly string[] {
  if ('commands' in definition) {
    const own = definition[what === 'status' ? 'live' : 'settings'].commands;
    const theirs = oldRounds[definition.id]?.[what] ?? [];
    return [...own, ...theirs.filter((name) => !own.includes(name))];
  }
  const shapes = answerShapes(definition).filter(({ isLive }) => isLive === (what === 'status'));
  return shapes.map(({ name }) => name);
}
