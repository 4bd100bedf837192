// Every setting and every set-point of every device there is, as Home Assistant gets it.
import { expect, test } from 'vitest';
import type { SettingView } from '#core/command.ts';
import { builtIn } from '#devices/on-demand.ts';
import { settingView } from '#devices/setting-view.ts';
import { commandValue, settingComponent } from '#outputs/home-assistant/entities.ts';
import { textOf, wrongIn } from '#outputs/home-assistant/testing/checks.ts';
import { numberClasses } from '#outputs/home-assistant/testing/schema.ts';

const topics = { command: 'c', state: 's' };

/** What a component would send for a value that lies in its limits. */
function sentBy({ value }: SettingView): string {
  switch (value.kind) {
    case 'binary':
      return '1';
    case 'choice':
      return value.options[0] ?? '';
    case 'number':
      return String(value.max);
    case 'text':
      return value.example;
    case 'none':
      return 'PRESS';
  }
}

test('every setting is an entity that Home Assistant takes, and what it sends is understood', async () => {
  let count = 0;
  const wrong: string[] = [];
  for (const listed of builtIn.listed) {
    const definition = await listed.load();
    const writes = 'writes' in definition ? definition.writes : [];
    const ids = new Set<unknown>();
    for (const write of writes) {
      const view = settingView(write);
      const component = settingComponent('home_device', view, topics);
      count += 1;
      const at = `${listed.id} ${view.name}`;
      if (component === undefined) {
        wrong.push(`${at}: no form`);
        continue;
      }
      ids.add(component.unique_id);
      wrong.push(...wrongIn(component).map((what) => `${at}: ${what}`));
      const name = component['device_class'];
      if (name !== undefined && numberClasses[textOf(name)] !== component['unit_of_measurement'])
        wrong.push(`${at}: unit`);
      if (component.platform === 'number' && !(Number(component['min']) < Number(component['max'])))
        wrong.push(`${at}: limits`);
      if (commandValue(view, sentBy(view)) === undefined) wrong.push(`${at}: ${sentBy(view)} is not understood`);
    }
    if (ids.size !== writes.length) wrong.push(`${listed.id}: ids that are not its own`);
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(300);
});
