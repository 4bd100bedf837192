/** The folder of the build of the server, or undefined where there is none or a source has changed since. */
export function freshBundle(root: string): string | undefined;
