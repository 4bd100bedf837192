// How a flag is written that is known by the name of its value.

/** `keepCase` → `--keep-case`. */
export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
