// The interface of a way for datagrams to one host and port: they arrive or they do not.

/** Where datagrams go. */
export interface DatagramLink {
  readonly name: string;
  /**
   * Resolves when it is on its way. Errors: `link.unavailable` if there is no such host, or if the host said of the last one that nothing
   * listens there; `link.forbidden`.
   */
  send(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}
