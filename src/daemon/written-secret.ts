// A password as a file says it: in the environment, in a file of its own, or, where it must be, in the file itself. It is wrapped at once.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { isSecret, makeSecret, type Secret } from '#core/secrets.ts';
import type { Known } from './known.ts';
import type { Findings } from './plan.ts';

/** What stands under a key, and under the one with `_file` behind it. */
export interface WrittenSecret {
  readonly key: string;
  readonly value?: string | undefined;
  readonly file?: string | undefined;
}

/** The secret; nothing if none is given; or why it cannot be had. */
export function writtenSecret(
  { key, value, file }: WrittenSecret,
  known: Pick<Known, 'environment' | 'secretFile'>,
  findings: Pick<Findings, 'hasSecrets'>,
): Secret | Reason | undefined {
  if (value !== undefined && value !== '' && file !== undefined) return because('daemon.secret-both', { key });
  if (file !== undefined) return known.secretFile(file);
  if (value === undefined || value === '') return undefined;
  const name = /^\$\{([A-Za-z_][A-Za-z0-9_]{0,99})\}$/.exec(value)?.[1];
  if (name === undefined) {
    findings.hasSecrets = true;
    return makeSecret(value);
  }
  const given = known.environment(name);
  return given === undefined ? because('daemon.secret-environment', { name: external(name) }) : makeSecret(given);
}

/** An address of a database without its password, and that. */
export function withoutSecret(address: string): { readonly server: string; readonly secret?: Secret } {
  const found = /^([a-z][a-z0-9+.-]*:\/\/[^:@/]*):([^@]*)@(.*)$/is.exec(address);
  if (found === null) return { server: address };
  const [, before = '', password = '', rest = ''] = found;
  const server = `${before}@${rest}`;
  try {
    return { server, secret: makeSecret(decodeURIComponent(password)) };
  } catch {
    // A lone percent sign is meant as it stands.
    return { server, secret: makeSecret(password) };
  }
}

/** Whether it is a secret, not the reason why there is none. */
export const isGiven = (found: Secret | Reason | undefined): found is Secret => isSecret(found);
