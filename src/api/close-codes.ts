// Why the server closes a socket. Free of schemas, so that the web app can obey the same list.

/**
 * Browsers cannot see the status of a refused handshake: a socket without a session, or of an unknown site, opens and is
 * closed at once with one of these codes. Every other code means that the connection broke: dial again, later and later.
 */
export const closeCodes = Object.freeze({
  /** The session ended, or there was none: ask for the session again, and come back after signing in. */
  signedOut: 4401,
  /** There is no such site: do not come back. */
  unknownSite: 4404,
  /** Another home is served now (the demo began or ended): come back at once. */
  homeSwapped: 4410,
});
