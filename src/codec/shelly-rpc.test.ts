import { inEnglish } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import { readRpc, rpcRequest } from './shelly-rpc.ts';

const read = (frame: unknown) =>
  readRpc(new TextEncoder().encode(typeof frame === 'string' ? frame : JSON.stringify(frame)));
const src = 'shellypro3-aabbccddeeff';

describe('Shelly RPC', () => {
  test('a request', () => {
    const request = rpcRequest({ id: 1, src: 'solarhub', method: 'Switch.Set', params: { id: 0, on: true } });
    expect(JSON.parse(request)).toEqual({ id: 1, src: 'solarhub', method: 'Switch.Set', params: { id: 0, on: true } });
    expect(JSON.parse(rpcRequest({ id: 2, src: 's', method: 'Shelly.GetStatus' }))).not.toHaveProperty('params');
  });

  // Recorded: [shelly-rpc], transcript of a relay.
  test('a recorded NotifyStatus', () => {
    const frame =
      '{"src":"shellyplus1pm-4417939341dc","dst":"shellies/plus1pm/events","method":"NotifyStatus","params":{"ts":1661517432.85,"switch:0":{"id":0,"output":true,"source":"WS_in"}}}';
    expect(read(frame)).toEqual({
      kind: 'status',
      full: false,
      src: 'shellyplus1pm-4417939341dc',
      atMs: 1_661_517_432_850,
      components: { 'switch:0': { id: 0, output: true, source: 'WS_in' } },
    });
  });

  test.each([1.61, 999_999_999, -1, 1e12, '1661517432', null])('ts %s is no wall time', (ts) => {
    const message = read({ src, method: 'NotifyFullStatus', params: { ts, sys: {} } });
    expect(message).toEqual({ kind: 'status', full: true, src, components: { sys: {} } });
  });

  test('responses and errors', () => {
    expect(read({ id: 1, src, dst: 'solarhub', result: { was_on: false } })).toEqual({
      kind: 'response',
      id: 1,
      result: { was_on: false },
    });
    expect(read({ id: 1, src, result: null })).toEqual({ kind: 'response', id: 1, result: null });
    expect(read({ id: 1, src, error: { code: -105, message: "Argument 'id', value 12 not found!" } })).toEqual({
      kind: 'error',
      id: 1,
      code: -105,
      message: "Argument 'id', value 12 not found!",
    });
    expect(read({ id: 1, error: {} })).toEqual({ kind: 'error', id: 1, code: 0, message: '' });
  });

  test('events, other notifications and requests', () => {
    expect(read({ src, method: 'NotifyEvent', params: { events: [] } })).toEqual({ kind: 'event', src });
    expect(read({ src, method: 'NotifyNew', params: {} })).toEqual({ kind: 'other' });
    expect(read({ id: 1, src: 'app', method: 'Shelly.GetStatus' })).toEqual({ kind: 'other' });
  });

  test.each<[unknown, string]>([
    ['', 'not JSON'],
    ['{"id":1', 'not JSON'],
    ['[1]', 'not an object'],
    ['null', 'not an object'],
    ['5', 'not an object'],
    [{}, 'neither a method nor an id'],
    [{ id: '1', result: {} }, 'neither a method nor an id'],
    [{ id: 1.5, result: {} }, 'neither a method nor an id'],
    [{ id: 1 }, 'neither a result nor an error'],
    [{ method: 'NotifyStatus', params: {} }, 'without src'],
    [{ src, method: 'NotifyStatus' }, 'without params'],
    [{ src, method: 'NotifyStatus', params: [] }, 'without params'],
    [`{"id":1,"result":"${'x'.repeat(70_000)}"}`, 'more than 65536'],
    ['['.repeat(60_000), 'not JSON'],
  ])('malformed: %.40s', (frame, why) => {
    const message = read(frame);
    expect(message.kind === 'malformed' ? inEnglish(message.why) : '').toContain(why);
  });

  test('bytes that are not UTF-8 are malformed', () =>
    expect(readRpc(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ kind: 'malformed' }));

  test('__proto__ does not get through', () => {
    const message = read(`{"src":"${src}","method":"NotifyStatus","params":{"__proto__":{"output":true},"sys":{}}}`);
    expect(message.kind === 'status' && Reflect.ownKeys(message.components)).toEqual(['sys']);
    expect(Object.prototype).not.toHaveProperty('output');
  });

  test('any bytes and any JSON give a message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => readRpc(bytes).kind === 'malformed' || bytes.length > 0),
    );
    const keyed = fc.dictionary(
      fc.constantFrom('id', 'src', 'method', 'params', 'result', 'error', 'ts'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(keyed, (frame) => {
        const message = read(frame);
        expect(['status', 'event', 'response', 'error', 'other', 'malformed']).toContain(message.kind);
        expect(message.kind === 'malformed' ? inEnglish(message.why).length : 0).toBeLessThan(120);
      }),
    );
    expect(readRpc(fromLatin1('\u00e9'))).toMatchObject({ kind: 'malformed' });
  });
});
