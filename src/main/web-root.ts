// Where the built web app lies.
import { fileURLToPath } from 'node:url';

/** Folder of the built web app; it may be missing in a checkout that was never built. */
export const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));
