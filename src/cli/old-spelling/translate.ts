// Runs the old spelling: what it comes to in the new one, with what has to be told besides.
import { realpathSync } from 'node:fs';
import { makeSecret } from '#core/secrets.ts';
import type { CommandContext } from '../context.ts';
import { tell } from '../tell-addresses.ts';
import { oldCall } from './old-spelling.ts';

/** What is to be run instead; undefined: nothing more. */
export type Translated = { readonly args: readonly string[]; readonly context: CommandContext } | undefined;

/** Where a path leads to; a path that leads nowhere is itself. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Translates. Errors: `input.usage`, CommanderError. */
export function translate(args: readonly string[], context: CommandContext): Translated {
  const call = oldCall(args, realPath);
  if (call.kind === 'tell') {
    tell(...call.lines);
    return undefined;
  }
  if (call.password === undefined) return { args: call.args, context };
  process.stderr.write(
    'solstead: a password on the command line can be read by everybody who may list processes; give it in SOLSTEAD_MQTT_PASSWORD.\n',
  );
  const password = makeSecret(call.password);
  return {
    args: call.args,
    context: {
      ...context,
      secret: (name) => (name === 'SOLSTEAD_MQTT_PASSWORD' ? password : context.secret(name)),
    },
  };
}
