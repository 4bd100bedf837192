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

/**
 * What a server of ours speaks: TLS 1.2 and 1.3 with ciphers that authenticate and keep nothing open to somebody who gets the key later.
 * Source: RFC 9325 §4.2.
 */
export const tlsServerOptions = {
  minVersion: 'TLSv1.2',
  honorCipherOrder: true,
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
} as const;
