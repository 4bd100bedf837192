// Which commands may come over MQTT: those that one of the file's expressions matches from the first letter to the last. They run on an
// engine that never looks back, as what comes over a broker may be anybody's.
import { RE2JS } from 're2js';

/** Longest command, characters. */
const longest = 128;

/** Whether an expression can be used; what is wrong with it if not. */
export function patternFault(pattern: string): string | undefined {
  if (pattern.length > 500) return 'longer than 500 characters';
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether a command may come. */
export function commandFilter(patterns: readonly string[]): (command: string) => boolean {
  const compiled = patterns.map((pattern) => RE2JS.compile(pattern));
  return (command) => command.length <= longest && compiled.some((pattern) => pattern.matches(command));
}
