/**
 * The folder of the build of the server, or undefined where there is none or a source has changed since. `isSure`: every source is looked
 * at, also where nobody is expected to edit them.
 */
export function freshBundle(root: string, isSure?: boolean): string | undefined;
