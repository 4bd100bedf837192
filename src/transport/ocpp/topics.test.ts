import { expect, test } from 'vitest';
import { makeTopics } from './topics.ts';

test('a mistake of one who listens is told, and the others hear', () => {
  const faults: unknown[] = [];
  const heard: string[] = [];
  const topics = makeTopics({
    onAsked: () => undefined,
    onHeard: () => undefined,
    onFault: (topic, error) => faults.push([topic, String(error)]),
  });
  topics.link.subscribe('ocpp/CP/1/state', () => {
    throw new RangeError('too deep');
  });
  topics.link.subscribe('ocpp/CP/1/state', ({ topic }) => heard.push(topic));
  topics.tell('ocpp/CP/1/state', {});
  expect(faults).toEqual([['ocpp/CP/1/state', 'RangeError: too deep']]);
  expect(heard).toEqual(['ocpp/CP/1/state']);
});
