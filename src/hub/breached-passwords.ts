// Passwords that became known from breaches, the most frequent ones: whoever guesses tries them as they are, and with something before or
// behind. They come with a package and are read when somebody chooses a password; nothing is asked elsewhere.

/** Passwords in lower case. */
export type Breached = ReadonlySet<string>;

let loaded: Promise<Breached> | undefined;

async function load(): Promise<Breached> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map((one) => one.toLowerCase()));
}

/** The passwords; read once. */
export function breachedPasswords(): Promise<Breached> {
  return (loaded ??= load());
}
