// What is used of the inside of MongoDB's driver, whose version is pinned.
declare module 'mongodb/lib/cmap/connection.js' {
  type Transformed = (error?: Error) => void;
  export const SizedMessageTransform: {
    readonly prototype: { _transform(this: object, chunk: Uint8Array, encoding: string, callback: Transformed): void };
  };
}
