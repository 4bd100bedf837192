// An emulated web server that wants a password by Digest with SHA-256, as Shellies of the second generation do. Source: RFC 7616;
// [shelly-rpc], Authentication: a nonce counts for some time, its use has to rise; who fails too often has to wait (429).
import { hash } from 'node:crypto';
import type { HttpEmulator, HttpReply } from './http-device.ts';

/** What it is like. */
export interface PasswordOptions {
  readonly realm: string;
  password: string;
  /** Firmware 1: each nonce counts once. */
  readonly onceOnly?: boolean;
}

/** An emulator behind a password, with what it has seen. */
export interface Guarded extends HttpEmulator {
  readonly seen: { challenged: number; wrong: number; let: number };
}

/** Failures after which it refuses everybody. */
const mostWrong = 3;

/** Puts a web server behind a password. */
export function behindPassword(inner: HttpEmulator, options: PasswordOptions): Guarded {
  const { realm, onceOnly = false } = options;
  const counts = new Map<string, number>();
  const seen = { challenged: 0, wrong: 0, let: 0 };
  const challenge = (): HttpReply => {
    seen.challenged += 1;
    const nonce = `n${seen.challenged}`;
    counts.set(nonce, 0);
    const wants = `Digest qop="auth", realm="${realm}", nonce="${nonce}", algorithm=SHA-256`;
    return { status: 401, type: 'text/plain', body: '', headers: { 'www-authenticate': wants } };
  };
  return {
    ...inner,
    seen,
    refuse({ method, target, authorization }) {
      if (seen.wrong >= mostWrong) return { status: 429, type: 'text/plain', body: '' };
      const given = Object.fromEntries(
        authorization.split(', ').map((part) => {
          const [name = '', ...value] = part.replace('Digest ', '').split('=');
          return [name, value.join('=').replaceAll('"', '')];
        }),
      );
      const { nonce = '', nc = '', cnonce = '', uri = '', response } = given;
      const last = counts.get(nonce);
      if (response === undefined || last === undefined || (onceOnly && last > 0)) return challenge();
      const user = hash('sha256', `admin:${realm}:${options.password}`);
      const what = hash('sha256', `${method}:${target}`);
      const isRight = response === hash('sha256', `${user}:${nonce}:${nc}:${cnonce}:auth:${what}`);
      if (!isRight || uri !== target || Number.parseInt(nc, 16) <= last) {
        seen.wrong += 1;
        return challenge();
      }
      counts.set(nonce, Number.parseInt(nc, 16));
      seen.let += 1;
      return undefined;
    },
  };
}

/** Puts a web server behind a password in the clear, as Shellies of the first generation do. Source: RFC 7617; [shelly-gen1]. */
export function behindBasic(inner: HttpEmulator, options: Pick<PasswordOptions, 'realm' | 'password'>): Guarded {
  const seen = { challenged: 0, wrong: 0, let: 0 };
  return {
    ...inner,
    seen,
    refuse({ authorization }) {
      const [, given] = /^Basic (\S+)$/.exec(authorization) ?? [];
      if (given !== undefined && Buffer.from(given, 'base64').toString() === `admin:${options.password}`) {
        seen.let += 1;
        return undefined;
      }
      if (given === undefined) seen.challenged += 1;
      else seen.wrong += 1;
      const wants = `Basic realm="${options.realm}"`;
      return { status: 401, type: 'text/plain', body: '401 Unauthorized', headers: { 'www-authenticate': wants } };
    },
  };
}
