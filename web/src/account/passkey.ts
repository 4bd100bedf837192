// Passkeys in this browser: its own functions, by a library that speaks their JSON forms; loaded when one is used.
import type { NewPasskey, PasskeyOptions, PasskeyProof } from '#api/credentials.ts';

const library = () => import('@simplewebauthn/browser');

/** Whether this page may use passkeys: over TLS, or on the computer itself. */
export function hasPasskeys(): boolean {
  return window.isSecureContext && 'PublicKeyCredential' in window;
}

/** Signs with a passkey; undefined if the person or the browser did not. */
export async function signWithPasskey(options: PasskeyOptions): Promise<PasskeyProof | undefined> {
  const { startAuthentication, WebAuthnError } = await library();
  try {
    return { ...(await startAuthentication({ optionsJSON: { ...options } })), clientExtensionResults: {} };
  } catch (thrown) {
    if (thrown instanceof WebAuthnError || thrown instanceof DOMException) return undefined;
    throw thrown;
  }
}

/** Makes a passkey; undefined if the person or the browser did not. */
export async function makePasskey(options: PasskeyOptions): Promise<NewPasskey['passkey'] | undefined> {
  const { startRegistration, WebAuthnError } = await library();
  try {
    const made = await startRegistration({ optionsJSON: options as never });
    return { ...(made as NewPasskey['passkey']), clientExtensionResults: {} };
  } catch (thrown) {
    if (thrown instanceof WebAuthnError || thrown instanceof DOMException) return undefined;
    throw thrown;
  }
}
