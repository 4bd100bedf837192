import { expect, test, vi } from 'vitest';
import { tellAs } from './tell-addresses.ts';

test('lines at the start are JSON where the log is, and text elsewhere', (context) => {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  context.onTestFinished(() => write.mockRestore());
  tellAs('json', '', '  Solstead is at http://localhost:6789', 'Ending …');
  tellAs('text', 'Ending …');
  const lines = written.join('').trimEnd().split('\n');
  expect(lines.slice(0, 2).map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 30, msg: 'Solstead is at http://localhost:6789' },
    { level: 30, msg: 'Ending …' },
  ]);
  expect(lines.slice(2)).toEqual(['Ending …']);
});
