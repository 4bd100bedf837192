// For tests only: components against the tables of what Home Assistant takes.
import type { Component } from '../entities.ts';
import { entityId, platforms, sensorClasses } from './schema.ts';

/** A text as it is; nothing else is one. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What is wrong with a component by its platform. */
export function wrongIn(component: Component): readonly string[] {
  const { platform } = component;
  const rule = platforms[platform];
  if (rule === undefined) return [`no platform ${platform}`];
  return [
    ...Object.keys(component).filter((key) => !rule.keys.includes(key)),
    ...rule.needs.filter((key) => component[key] === undefined),
    ...(typeof component.unique_id === 'string' && component.unique_id !== '' ? [] : ['unique_id']),
    ...(entityId.test(textOf(component['default_entity_id'])) ? [] : ['default_entity_id']),
    ...(textOf(component['default_entity_id']).startsWith(`${platform}.`) ? [] : ['domain']),
    ...(['config', 'diagnostic', undefined].includes(component['entity_category'] as string | undefined)
      ? []
      : ['category']),
  ];
}

/** What is wrong with unit, class and state class of a sensor. */
export const wrongSensor = (component: Component): readonly string[] => {
  const { device_class: name, unit_of_measurement: unit = '', state_class: state } = component;
  if (name === undefined) return state === undefined && unit !== '' ? ['a unit needs a state class'] : [];
  const known = sensorClasses[textOf(name)];
  if (known === undefined) return [`no class ${textOf(name)}`];
  return [
    ...(known.units.includes(textOf(unit)) ? [] : [`unit ${textOf(unit)}`]),
    ...(known.states.includes(textOf(state)) ? [] : [`state class ${textOf(state)}`]),
  ];
};
