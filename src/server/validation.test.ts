// What is said about a body that has one of several forms: only what concerns the form that was meant.
import Type, { type TSchema } from 'typebox';
import { expect, test } from 'vitest';
import { BackupChange, BackupTest } from '#api/backup.ts';
import { SolsteadError } from '#core/errors.ts';
import { validatorCompiler } from './validation.ts';

/** Which field is complained about, and by which reason. */
function complaintOf(schema: TSchema, body: unknown): readonly (string | undefined)[] {
  const outcome: unknown = validatorCompiler({ schema, httpPart: 'body', method: 'POST', url: '/' })(body);
  const error: unknown =
    typeof outcome === 'object' && outcome !== null && 'error' in outcome ? outcome.error : undefined;
  return error instanceof SolsteadError ? [error.at, error.reason?.code] : [];
}

const s3 = { id: 'far', kind: 's3', url: 'http://s3', region: 'x', bucket: 'b', prefix: '' };

test.each([
  [{ place: s3 }, 'place.account'],
  [{ place: { ...s3, account: '' } }, 'place.account'],
  [{ place: { id: 'near', kind: 'folder' } }, 'place.path'],
  [{ place: { id: 'near', kind: 'sftp', host: 'h', port: 0, path: '/', account: 'me' } }, 'place.port'],
])('%j is wrong at %s', (body, at) => {
  expect(complaintOf(BackupTest, body)[0]).toBe(at);
});

test('in a list too', () => {
  const keep = { days: 1, weeks: 1, months: 1 };
  const settings = { keep, places: [{ id: 'near', kind: 'folder', path: '/x' }, s3] };
  expect(complaintOf(BackupChange, { settings })[0]).toBe('settings.places.1.account');
});

test('a choice among words is told with all of them', () => {
  const schema = Type.Object({ how: Type.Union([Type.Literal('day'), Type.Literal('week')]) });
  expect(complaintOf(schema, { how: 'never' })).toEqual(['how', 'request.one-of']);
});
