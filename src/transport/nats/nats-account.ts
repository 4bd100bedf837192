// As whom a connection to NATS signs in. What is no secret of its kind is told before anybody is asked.
import type * as Core from '@nats-io/nats-core/internal';
import { SolsteadError } from '#core/errors.ts';
import type { NatsAccount } from '#core/nats-link.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';

type Client = typeof Core;

/** A text between two lines of dashes. */
const block = /^-{3,}[^\n]*-{3,}\s*\n\s*([\w.=-]+)\s*\n\s*-{3,}[^\n]*-{3,}\s*$/gm;

/** How it signs in. Errors: `output.failed` at a secret that is none of its kind. */
export function authenticatorOf(
  { jwtAuthenticator, nkeyAuthenticator, nkeys, tokenAuthenticator, usernamePasswordAuthenticator }: Client,
  { name, account }: { readonly name: string; readonly account: NatsAccount },
  secret: Secret | undefined,
): Core.Authenticator | undefined {
  const text = secret?.reveal() ?? '';
  const wrong = (code: 'nats.no-credentials' | 'nats.no-seed'): SolsteadError =>
    new SolsteadError('output.failed', { at: name, why: because(code) });
  const seedOf = (seed: string, code: Parameters<typeof wrong>[0]): Uint8Array => {
    const bytes = new TextEncoder().encode(seed);
    try {
      nkeys.fromSeed(bytes);
    } catch {
      // Its own error may hold the seed.
      throw wrong(code);
    }
    return bytes;
  };
  switch (account.by) {
    case 'none':
      return undefined;
    case 'basic':
      return usernamePasswordAuthenticator(account.user, text);
    case 'token':
      return tokenAuthenticator(text);
    case 'nkey':
      return nkeyAuthenticator(seedOf(text.trim(), 'nats.no-seed'));
    case 'credentials': {
      const [jwt, seed] = [...text.replaceAll('\r', '').matchAll(block)].map(([, inside = '']) => inside);
      if (jwt === undefined || seed === undefined) throw wrong('nats.no-credentials');
      return jwtAuthenticator(jwt, seedOf(seed, 'nats.no-credentials'));
    }
  }
}
