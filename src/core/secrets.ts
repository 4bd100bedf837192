// The interface of secrets: passwords and tokens of connections. A record names one and never holds it; what is handed out
// hides itself from logs, answers and messages of errors.

/** A secret. Only {@link Secret.reveal} returns it. */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

const hiddenText = '[hidden]';
/** How Node prints a value; a name, so that browsers need not know Node. */
const inspected = Symbol.for('nodejs.util.inspect.custom');

/** A secret that is never shown by accident. */
export function makeSecret(text: string): Secret {
  const show = (): string => hiddenText;
  return Object.freeze({ reveal: () => text, toString: show, toJSON: show, [inspected]: show });
}

/** Whether a value is a secret. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && 'reveal' in value;
}

/** Encrypts secrets that are kept in the records. */
export interface Sealer {
  /** `about` says whose and what it is: it has to be the same when it is opened, so that no one is put in the place of another. */
  seal(secret: Secret, about: string): string;
  /** Errors: `store.corrupt` if it was changed, or sealed with another key. */
  open(sealed: string, about: string): Secret;
}

/** Whether a text names a secret: lower-case letters, digits, dots and dashes, at most 64. */
export function isSecretRef(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/.test(text) && !text.includes('..');
}

/** The name under which the password of a device is kept; its id may be as long as a name. */
export function devicePasswordRef(device: string): string {
  return `device.${device.slice(-57)}`;
}

/** Where secrets are kept. Errors: `input.invalid` for an invalid name, `store.failed`. */
export interface SecretStore {
  read(ref: string): Promise<Secret | undefined>;
  /** Durable when it resolves. */
  save(ref: string, text: string): Promise<void>;
  remove(ref: string): Promise<void>;
}

/** What an installation keeps secret, and with what. */
export interface Vault {
  readonly secrets: SecretStore;
  readonly sealer: Sealer;
}
