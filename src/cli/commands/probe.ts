// `solstead probe`: what is connected to a link? Harmless queries only.
import { inEnglish, type Reason } from '#core/reason.ts';
import { formatAddress, parseAddress } from '#core/address.ts';
import { type ErrorCode, isSolsteadError, messageOf } from '#core/errors.ts';
import type { DeviceTest, PortView } from '#core/field.ts';
import type { Secret } from '#core/secrets.ts';
import type { BareField, CommandContext } from '../context.ts';
import type { DevicesFlag } from '../flags.ts';
import { devicePassword } from '../device-password.ts';
import { exitCodes } from '../ending.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Where to look, and what is likely there. */
type Place = Pick<PortView, 'address' | 'likely'>;

/** A Bluetooth device that is likely none of ours is somebody else's: nobody connects to it. */
const isLookedAt = ({ usable, kind, likely }: PortView): boolean => usable && (kind !== 'ble' || likely !== undefined);

interface Finding {
  readonly address: string;
  readonly found?: Pick<DeviceTest, 'protocol' | 'title' | 'identity' | 'plausibility'>;
  readonly problem?: string;
  /** Of the problem, for programs. */
  readonly code?: ErrorCode;
  readonly reason?: Reason;
}

async function look({ address, likely }: Place, field: BareField, password: Secret | undefined): Promise<Finding> {
  try {
    const { protocol, title, identity, plausibility } = await field.testDevice(address, likely, { password });
    return { address, found: { protocol, title, identity, plausibility } };
  } catch (error) {
    if (!isSolsteadError(error)) throw error;
    const { code, reason, why } = error;
    // The address stands before it.
    return { address, problem: why ?? messageOf(error), code, ...(reason === undefined ? {} : { reason }) };
  }
}

/** Widest line of what is told, letters: titles of all protocols in one are not read by anybody. */
const widest = 100;

/** A text in lines of a width that is read, the further ones indented. */
export function inLines(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > widest) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

function sentence({ address, found, problem }: Finding): string {
  if (found === undefined) return `${address}: ${problem ?? 'nothing'}`;
  const identity = Object.entries(found.identity).map(([key, value]) => `${key} ${value}`);
  return `${address}: ${found.title} (protocol ${found.protocol})${identity.length === 0 ? '' : `, ${identity.join(', ')}`}. ${inEnglish(found.plausibility)}`;
}

/** Looks at links one after another; exit code 1 when nothing was found. Errors: `address.invalid`. */
export async function probe(
  texts: readonly string[],
  { json = false, ...flags }: DevicesFlag & { readonly json?: boolean },
  context: CommandContext,
): Promise<void> {
  const given = texts.map((text) => ({ address: formatAddress(parseAddress(text)) }));
  const field = await context.openField(await context.registry(flags));
  try {
    const places: readonly Place[] = given.length > 0 ? given : (await field.ports()).filter(isLookedAt);
    const findings: Finding[] = [];
    for (const place of places) {
      if (!json) process.stderr.write(`Looking at ${place.address} …\n`);
      findings.push(await look(place, field, context.secret(devicePassword)));
    }
    if (json) printJson(findings);
    else if (findings.length === 0)
      tell(
        'No usable serial or HID ports and no known Bluetooth devices found. Name a link, as in `solstead probe tcp://192.168.1.5:8899`.',
      );
    else tell(...findings.map((finding) => inLines(sentence(finding))));
    if (!findings.some(({ found }) => found !== undefined)) process.exitCode = exitCodes.failed;
  } finally {
    await field.close();
  }
}
