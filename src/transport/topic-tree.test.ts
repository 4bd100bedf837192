import { expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { topicMatches } from '#core/topic-filter.ts';
import { makeTopicTree } from './topic-tree.ts';

test('finds what matching one filter after another finds, also after some are gone', () => {
  const level = fc.constantFrom('a', 'b', '', '$s');
  const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
  const filter = fc
    .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([levels, hasRest]) => [...levels, ...(hasRest ? ['#'] : [])].join('/'));
  fc.assert(
    fc.property(fc.array(filter), fc.array(filter), fc.array(topic), (filters, gone, topics) => {
      const tree = makeTopicTree<string>();
      for (const one of filters) tree.set(one, 'key', one);
      for (const one of gone) tree.delete(one, 'key');
      const left = [...new Set(filters)].filter((one) => !gone.includes(one));
      expect(tree.size).toBe(left.length);
      for (const one of topics)
        expect([...tree.match(one)].toSorted()).toEqual(left.filter((of) => topicMatches(of, one)).toSorted());
    }),
  );
});
