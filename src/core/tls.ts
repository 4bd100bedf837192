// What a server presents to TLS clients.

/** A certificate, with those between it and its root, and its key; both PEM. */
export interface TlsPem {
  readonly cert: string;
  readonly key: string;
}

/** The one that is shown now; it may change while the server runs. */
export interface TlsIdentity {
  current(): TlsPem;
  /** Calls back with another one; the returned function ends that. */
  onChange(listener: (pem: TlsPem) => void): () => void;
}
