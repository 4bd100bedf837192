// What an editor offers while an expression is typed.
import { expect, test } from 'vitest';
import { completionsAt } from './complete.ts';
import { homeScope } from './scope.ts';

const scope = homeScope({ devices: ['roof', 'main-inverter'] });

/** What is offered at the bar. */
function offered(marked: string): readonly string[] {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { span, options } = completionsAt(text, caret, scope);
  return options.map((one) => text.slice(0, span.from) + one.text + text.slice(span.to));
}

test('names by their beginning, then by what is in them or in their label', () => {
  expect(offered('battery.so|')).toEqual(['battery.soc', 'battery.soh']);
  expect(offered('soc|')).toContain('battery.soc');
  expect(offered('discharge|')[0]).toBe('battery.energy.discharge');
  expect(offered('charge|')[0]).toBe('charger.power');
  expect(offered('solar|')).toContain('pv.power');
  expect(offered('pv.power > 1 W and grid.pow| > 2')[0]).toBe('pv.power > 1 W and grid.power > 2');
  expect(offered('grid.po|wer > 1 W')[0]).toBe('grid.power > 1 W');
});

test('devices behind of, functions and words', () => {
  expect(offered('pv.power of |')).toEqual(['pv.power of roof', 'pv.power of main-inverter']);
  expect(offered('pv.power of ma|')).toEqual(['pv.power of main-inverter']);
  expect(offered('is_f|')).toEqual(['is_fresh(']);
  expect(offered('true a|')).toContain('true and');
  expect(offered('5 |')).toEqual([]);
  expect(offered('|')).toEqual([]);
});
