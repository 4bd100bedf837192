// Scenes that are called: where no rule says what a call does, it sets each part of the scene once and leaves it.
import { sceneRuleId } from '../rules/rule.ts';
import type { FileAutomation, FileRule } from './words.ts';

/** Whether a rule is begun by the call of a scene. */
export const isCalledBy = ({ when = [] }: Pick<FileRule, 'when'>, scene: string): boolean =>
  when.some((one) => one.kind === 'called' && one.by === 'scene' && one.name === scene);

/** What a person who calls a scene means, as rules. */
export const sceneRules = ({ rules = [], scenes = [] }: FileAutomation): readonly FileRule[] =>
  scenes
    .filter(({ name }) => !rules.some((rule) => isCalledBy(rule, name)))
    .map(({ name }) => ({
      name,
      id: sceneRuleId(name),
      when: [{ kind: 'called', by: 'scene', name }],
      do: [{ kind: 'scene', name }],
    }));
