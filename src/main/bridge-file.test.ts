import { expect, test } from 'vitest';
import { bridgePlan } from './bridge-file.ts';

const read = (text: string): unknown => {
  try {
    return bridgePlan(text, 'bridge.yaml');
  } catch (thrown) {
    return thrown;
  }
};

test.each([
  'to: mqtts://u:S3cretpw@host: x\ntopics: []',
  'to: "mqtts://u:S3cretpw@host\ntopics: [',
  'to: mqtts://u:S3cretpw@host/%zz\ntopics:\n  - {filter: a/#}',
  'mqtts://u:S3cretpw@host: x',
  'to: !S3cretpw x\ntopics: []',
  'to: *S3cretpw\ntopics: []',
  'to: |S3cretpw\n  x\ntopics: []',
  'to: "x" S3cretpw\ntopics: []',
  '%S3cretpw x\n---\nto: x',
  '"a" "S3cretpw"',
  '] S3cretpw',
  'mqtts://u:S3cretpw@host: x\nmqtts://u:S3cretpw@host: x',
  'to: mqtt://host\ntopics: [{ mqtts://u:S3cretpw@host: x }]',
])('what cannot be read is told, and nothing of it: %s', (text) => {
  const thrown = read(text);
  expect(thrown).toMatchObject({ code: expect.stringMatching(/^(?:input\.usage|address\.invalid)$/) as string });
  expect(String(thrown) + JSON.stringify(thrown)).not.toContain('S3cretpw');
});

test('what is no YAML is told with line and column', () => {
  expect(read('to: mqtt://host\ntopics: [')).toMatchObject({ code: 'input.usage', at: 'bridge.yaml:2:10' });
});
