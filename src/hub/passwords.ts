// Passwords as argon2id hashes. The native part is loaded when the first password is, not at the start.
const argon2 = () => import('@node-rs/argon2');

/** The argon2id hash of a password, with its salt and cost in it. */
export async function hashPassword(password: string): Promise<string> {
  return (await argon2()).hash(password);
}

/** Whether a password is the one of a hash. */
export async function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return (await argon2()).verify(passwordHash, password);
}
