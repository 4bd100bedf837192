// What is said at the broker that nobody understands: topics with their values, each to be taken into the device.
import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { OwnRow, UnknownTopics } from '#api/own-devices.ts';
import { failureOf } from '../api.ts';
import { age, decimal } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Field, Loading, Skeleton } from '../ui/parts.tsx';
import { topicsQuery } from './queries.ts';
import { isSamePlace, matchingTopics } from './row-draft.ts';

type HeardTopic = UnknownTopics['topics'][number];
type HeardValue = HeardTopic['values'][number];

/** What a person does with a value. */
interface Picking {
  readonly rows: readonly OwnRow[];
  /** Id of the device that is being changed; absent: a new one. */
  readonly changed: string | undefined;
  readonly onPick: (topic: HeardTopic, value: HeardValue) => void;
}

/** Topics shown at first: more on request. */
const shownAtOnce = 30;

/** A number with its unit; what stands in its place, such as `unavailable`, has none. */
const withUnitOf = (value: HeardValue['value'], unit: string | undefined): string =>
  unit === undefined || Number.isNaN(Number.parseFloat(String(value))) ? String(value) : `${String(value)} ${unit}`;

function Said({
  topic,
  value,
  unit,
  rows,
  onPick,
}: Omit<Picking, 'changed'> & {
  readonly topic: HeardTopic;
  readonly value: HeardValue;
  readonly unit: string | undefined;
}): ReactNode {
  const { path } = value;
  const isTaken = rows.some((row) => isSamePlace(row, { topic: topic.topic, ...(path === undefined ? {} : { path }) }));
  const place = path === undefined ? topic.topic : `${topic.topic} ${path}`;
  return (
    <li className="said">
      {path !== undefined && <code>{path}</code>}
      <span className="said-value">{withUnitOf(value.value, unit)}</span>
      <Button
        disabled={isTaken}
        aria-label={t(isTaken ? 'topics.taken-of' : 'topics.take-of', { place })}
        onClick={() => onPick(topic, value)}
      >
        {t(isTaken ? 'topics.taken' : 'topics.take')}
      </Button>
    </li>
  );
}

function Topic({ topic, ...picking }: Omit<Picking, 'changed'> & { readonly topic: HeardTopic }): ReactNode {
  const nowMs = useServerNow();
  const { perMinute, retained, heardMs, values, entity } = topic;
  return (
    <li className="topic">
      <h3>
        <code>{topic.topic}</code>
      </h3>
      {entity?.name !== undefined && <p>{entity.name}</p>}
      <p className="hint">
        {retained ? t('topics.retained') : t('find.seen', { age: age(nowMs - heardMs) })}
        {perMinute !== undefined && ` · ${t('topics.rate', { rate: decimal(perMinute, perMinute < 10 ? 1 : 0) })}`}
      </p>
      {values.length === 0 && <p className="hint">{t('topics.no-text')}</p>}
      <ul className="said-list">
        {values.map((value) => (
          <Said key={value.path ?? ''} topic={topic} value={value} unit={entity?.unit} {...picking} />
        ))}
      </ul>
    </li>
  );
}

/** The list with its search. */
export function TopicList({ changed, ...picking }: Picking): ReactNode {
  const [typed, setTyped] = useState('');
  const [below, setBelow] = useState('');
  const [limit, setLimit] = useState(shownAtOnce);
  const query = useQuery(topicsQuery(below, changed));
  const all = query.data?.topics ?? [];
  const found = matchingTopics(all, typed);
  const part = typed.trim().replace(/\/+$/, '');
  return (
    <Card
      title={t('topics.heard')}
      aside={
        <small className="listening">
          <span className="spinner" aria-hidden="true" />
          {t('find.listening')}
        </small>
      }
    >
      <p className="muted">{t('topics.heard-text')}</p>
      <Field
        label={t('topics.search')}
        type="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {query.isError && <FailureNote failure={failureOf(query.error)} onRetry={() => void query.refetch()} />}
      {query.isPending && (
        <Loading>
          <Skeleton height={120} />
        </Loading>
      )}
      {(query.data?.left ?? 0) > 0 && (
        <div className="note">
          <p>{t('topics.left')}</p>
          {part !== '' && part !== below && !/[+#]/.test(part) && (
            <Button onClick={() => setBelow(part)}>{t('topics.only-below', { prefix: part })}</Button>
          )}
        </div>
      )}
      {below !== '' && <Button onClick={() => setBelow('')}>{t('topics.all')}</Button>}
      {query.isSuccess && all.length === 0 && <p className="note">{t('topics.none')}</p>}
      {all.length > 0 && found.length === 0 && <p className="note">{t('topics.nothing-like-it')}</p>}
      <ul className="topics">
        {found.slice(0, limit).map((topic) => (
          <Topic key={topic.topic} topic={topic} {...picking} />
        ))}
      </ul>
      {found.length > limit && (
        <Button onClick={() => setLimit(limit + shownAtOnce)}>
          {t('topics.more', { count: found.length - limit })}
        </Button>
      )}
    </Card>
  );
}
