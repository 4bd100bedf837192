// Bounds of device files that users write.

/** Largest text that is read, characters; a device with a thousand registers has about 100 000. */
export const mostCharacters = 200_000;
