// The interface of an emulated device that answers HTTP. It does no I/O: `http-server.ts` puts it behind a socket.

/** What it says to a request. */
export interface HttpReply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A device with a web server. */
export interface HttpEmulator {
  /** Name for logs. */
  readonly name: string;
  /** `target` is path and query. */
  respond(method: string, target: string, body: string): HttpReply;
  /** What it says instead to whoever may not ask; absent: everybody may. */
  refuse?(asked: {
    readonly method: string;
    readonly target: string;
    readonly authorization: string;
  }): HttpReply | undefined;
}
