// What statuses and words of servers mean for the values they were sent.
import { expect, test } from 'vitest';
import { assertTaken } from './http-answer.ts';

const outcome = (status: number, text = '', retrySeconds?: number): unknown => {
  try {
    assertTaken(
      { status, text, ...(retrySeconds === undefined ? {} : { retrySeconds }) },
      { at: 'server', isUnfit: /type conflict/ },
    );
    return 'taken';
  } catch (error) {
    return error;
  }
};

test('the values, perhaps the values, or trouble that passes', () => {
  for (const status of [200, 202, 204]) expect(outcome(status)).toBe('taken');
  expect(outcome(400, 'field type conflict: input field')).toMatchObject({ code: 'output.unfit' });
  for (const status of [400, 413, 422]) expect(outcome(status, 'no')).toMatchObject({ code: 'output.refused' });
  for (const status of [100, 301, 307, 401, 403, 404, 408, 429, 500, 503])
    expect(outcome(status, 'type conflict', 7), `${status}`).toMatchObject({ code: 'output.failed', retrySeconds: 7 });
});

test('the words of a server are one short line', () => {
  expect(outcome(500, ` a\r\n\u0007b${'x'.repeat(1000)}`)).toMatchObject({
    reason: { code: 'output.status', params: { status: 500, said: { external: `a b${'x'.repeat(297)}` } } },
  });
  for (const text of [
    '{"error":"no bucket"}',
    '{"code":"x","message":"no bucket"}',
    '{"detail":"no bucket","error":7}',
  ])
    expect(outcome(500, text)).toMatchObject({ reason: { params: { said: { external: 'no bucket' } } } });
  expect(outcome(500, '{"error":')).toMatchObject({ reason: { params: { said: { external: '{"error":' } } } });
  expect(outcome(502)).toMatchObject({ reason: { code: 'output.status-only', params: { status: 502 } } });
});

test('of this computer and its network nothing is shown but the error of a server of this kind', () => {
  const said = (text: string, more: object = {}): unknown => {
    try {
      assertTaken({ status: 404, text, isNear: true }, { at: 'server', isUnfit: /type conflict/, ...more });
      return 'taken';
    } catch (error) {
      return error;
    }
  };
  for (const text of [
    'root:x:0:0',
    '<html>the router</html>',
    '{"AccessKeyId":"ASIA"}',
    '{"error":{"secret":"x"}}',
    '["a"]',
  ])
    expect(said(text)).toMatchObject({ reason: { code: 'output.status-only', params: { status: 404 } } });
  for (const text of ['field type conflict: input field', '{"error":"no bucket"}'])
    expect(said(text)).toMatchObject({ reason: { code: 'output.status' } });
  expect(said('{"error":"no bucket"}', { isSilent: true })).toMatchObject({ reason: { code: 'output.status-only' } });
});
