// An operator of NATS, an account and a user of it, with what a server trusts and the file that a client signs in with.
// Source: https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt.
import { nkeys } from '@nats-io/nats-core';

const base64url = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

type KeyPair = ReturnType<typeof nkeys.createUser>;

function jwt(signer: KeyPair, subject: KeyPair, nats: object): string {
  const claims = {
    jti: 'test',
    iat: 1_700_000_000,
    iss: signer.getPublicKey(),
    name: 'test',
    sub: subject.getPublicKey(),
    nats: { version: 2, ...nats },
  };
  const said = `${base64url(JSON.stringify({ typ: 'JWT', alg: 'ed25519-nkey' }))}.${base64url(JSON.stringify(claims))}`;
  return `${said}.${base64url(signer.sign(new TextEncoder().encode(said)))}`;
}

/** Lines of a server's configuration, and the text of a file of credentials. */
export function natsCredentials(): { readonly config: string; readonly credentials: string } {
  const [operator, account, user] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createUser()];
  const none = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
  const ofAccount = jwt(operator, account, { type: 'account', limits: none });
  const ofUser = jwt(account, user, { type: 'user', subs: -1, data: -1, payload: -1, pub: {}, sub: {} });
  return {
    config: `operator: ${jwt(operator, operator, { type: 'operator' })}
resolver: MEMORY
resolver_preload: { ${account.getPublicKey()}: ${ofAccount} }`,
    credentials: `-----BEGIN NATS USER JWT-----
${ofUser}
------END NATS USER JWT------

************************* IMPORTANT *************************
NKEY Seed printed below can be used to sign and prove identity.

-----BEGIN USER NKEY SEED-----
${text(user.getSeed())}
------END USER NKEY SEED------

*************************************************************
`,
  };
}

/** A user of a key alone: what the server knows, and the seed. */
export function natsKey(): { readonly nkey: string; readonly seed: string } {
  const user = nkeys.createUser();
  return { nkey: user.getPublicKey(), seed: text(user.getSeed()) };
}
