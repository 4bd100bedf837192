// Places of a history as people write them.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError } from '#core/errors.ts';
import { makeSecret } from '#core/secrets.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { formatHistoryPlace, openHistoryPlace, parseHistoryPlace } from './history-place.ts';

const placeOf = (text: string) => parseHistoryPlace(makeSecret(text));

/** A place with its address readable. */
function shown(text: string) {
  const place = placeOf(text);
  return place.kind === 'folder' ? place : { ...place, url: place.url.reveal() };
}

test('every kind of place', () => {
  expect(shown('./data')).toEqual({ kind: 'folder', path: './data' });
  expect(shown('postgres://me@host/db')).toEqual({ kind: 'postgres', url: 'postgres://me@host/db' });
  expect(shown('victoria+http://host:8428')).toEqual({ kind: 'victoria', url: 'http://host:8428' });
  expect(shown('victoria+https://me@host/vm?prefix=sun')).toEqual({
    kind: 'victoria',
    url: 'https://me@host/vm',
    prefix: 'sun',
  });
  expect(shown('influx+http://host:8086?database=sun')).toEqual({
    kind: 'influx',
    url: 'http://host:8086',
    within: { version: 1, database: 'sun' },
  });
  expect(shown('influx+http://host:8086?org=home&bucket=sun')).toMatchObject({
    within: { version: 2, org: 'home', bucket: 'sun' },
  });
});

const secret = 'hunter2';

test('a place in words has no account', () => {
  for (const place of [
    `postgres://me:${secret}@host:5/db?sslpassword=${secret}`,
    `victoria+http://me:${secret}@host:8428`,
    `influx+https://me:${secret}@host/base?database=sun`,
  ]) {
    const text = formatHistoryPlace(placeOf(place));
    expect(text).not.toContain(secret);
    expect(text).not.toContain('me@');
  }
  const influx = 'influx+http://host:8086?org=home&bucket=sun';
  expect(formatHistoryPlace(placeOf(influx))).toBe(influx);
});

test.each([
  ['', /place is empty/],
  [`mysql://me:${secret}@host`, /mysql:\/\/: it is a folder, postgres:\/\/, victoria/],
  [`influx+http://me:${secret}@host`, /it takes \?database= \(InfluxDB 1\) or \?org= and &bucket=/],
  ['influx+http://host?database=a&org=b', /it takes/],
  [`influx+http://host?database=a&token=${secret}`, /the option token is unknown/],
  [`victoria+http://host?password=${secret}`, /the option password is unknown; known are prefix/],
  [`victoria+http://me:${secret}@host:99999`, /cannot be read/],
])('a place that is none: %s', (text, words) => {
  let thrown: unknown;
  try {
    placeOf(text);
  } catch (error) {
    thrown = error;
  }
  expect(isSolsteadError(thrown, 'input.usage')).toBe(true);
  expect(String(thrown)).toMatch(words);
  expect(String(thrown)).not.toContain(secret);
});

test('a folder is opened, held and let go; one without a history is no source', async (owner) => {
  const path = tempDir(owner);
  const place = placeOf(path);
  await expect(openHistoryPlace(place, { clock, secrets: {}, mustExist: true })).rejects.toMatchObject({
    code: 'input.usage',
  });
  const opened = await openHistoryPlace(place, { clock, secrets: {} });
  await expect(openHistoryPlace(place, { clock, secrets: {} })).rejects.toMatchObject({ code: 'folder.locked' });
  await opened.close();
  const again = await openHistoryPlace(place, { clock, secrets: {}, mustExist: true });
  expect((await again.store.status()).points).toBe(0);
  await again.close();
});
