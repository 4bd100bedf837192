import { because } from './reason.ts';
import { describe, expect, test } from 'vitest';
import {
  type ErrorRow,
  errorRegistry,
  isSolsteadError,
  messageOf,
  SolsteadError,
  systemCode,
  type ErrorCode,
} from './errors.ts';

describe('errors', () => {
  test('every row says what happened and what to do', () => {
    const rows = Object.entries(errorRegistry);
    const wrong = rows.filter(
      ([code, { kind, title, repair }]) =>
        !(/^[a-z]+\.[a-z-]+$/.test(code) || code === 'internal') ||
        !['config', 'transient', 'command'].includes(kind) ||
        !/^[A-Z].*[^.]$/.test(title) ||
        !/^[A-Z].*\.$/.test(repair),
    );
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(20);
    expect(Object.isFrozen(errorRegistry)).toBe(true);
  });

  test('an error carries its place, kind and repair', () => {
    const cause = new Error('EACCES');
    const error = new SolsteadError('link.forbidden', {
      at: 'serial:///dev/ttyUSB0',
      why: because('port.no-access'),
      cause,
    });
    expect(error).toMatchObject({
      name: 'SolsteadError',
      code: 'link.forbidden',
      kind: 'config',
      at: 'serial:///dev/ttyUSB0',
    });
    expect(error.message).toBe('serial:///dev/ttyUSB0: this user may not read and write it');
    expect(error.repair).toContain('dialout');
    expect(error.cause).toBe(cause);
  });

  test('a page is never told a flag or a command', () => {
    const rows = Object.values<ErrorRow>(errorRegistry);
    expect(rows.filter(({ repair }) => /--|`solstead/.test(repair))).toEqual([]);
    const { repair, cliRepair } = new SolsteadError('protocol.unknown', { at: 'xyz' });
    expect([repair, cliRepair]).toEqual(['Choose one from the list of protocols.', 'See `solstead list protocols`.']);
  });

  test('what the system says of a file is told with its path and what to do', () => {
    const system = (code: string): Error =>
      Object.assign(new Error(`${code}: words of the system, stat '/srv/x'`), {
        code,
        syscall: 'stat',
        path: '/srv/x',
      });
    expect(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOENT'].map((code) => messageOf(system(code)))).toEqual([
      '/srv/x: this user may not read or write it; change its rights, or run Solstead as a user who may',
      '/srv/x: this user may not read or write it; change its rights, or run Solstead as a user who may',
      '/srv/x: it is on a disk that is read-only',
      '/srv/x: the disk is full',
      '/srv/x: there is no such file',
    ]);
    expect(messageOf(system('EIO'))).toContain('words of the system');
  });

  test('without a reason the title stands in', () => {
    expect(new SolsteadError('link.timeout', { at: 'roof' }).message).toBe('roof: no answer in time');
  });

  test('codes are told apart', () => {
    const error: unknown = new SolsteadError('link.timeout', { at: 'roof' });
    const others: ErrorCode[] = ['link.closed', 'frame.checksum'];
    expect(isSolsteadError(error)).toBe(true);
    expect(isSolsteadError(error, 'link.timeout', ...others)).toBe(true);
    expect(isSolsteadError(error, ...others)).toBe(false);
    expect(isSolsteadError(new Error('link.timeout'))).toBe(false);
  });

  test('what was thrown can be anything', () => {
    expect(systemCode(Object.assign(new Error('no'), { code: 'ENOENT' }))).toBe('ENOENT');
    for (const thrown of [undefined, null, 'text', 5, {}, { code: 5 }]) expect(systemCode(thrown)).toBeUndefined();
    expect(messageOf(new Error('why'))).toBe('why');
    expect(messageOf('text')).toBe('text');
  });
});
