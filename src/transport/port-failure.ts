// Why a port of the system could not be opened, in words for the person at the computer.
import { type ErrorCode, messageOf, SolsteadError, systemCode } from '#core/errors.ts';

const reasons: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['link.unavailable', 'there is no such port; is the device plugged in?'],
  ENODEV: ['link.unavailable', 'the device behind the port is gone; plug it in again'],
  ENXIO: ['link.unavailable', 'the device behind the port is gone; plug it in again'],
  EIO: ['link.unavailable', 'the device behind the port does not work'],
  EBUSY: ['link.unavailable', 'another program uses it'],
  EISDIR: ['link.unavailable', 'it is a folder, not a port'],
  EACCES: ['link.forbidden', 'this user may not read and write it'],
  EPERM: ['link.forbidden', 'this user or container may not use it'],
  EROFS: ['link.forbidden', 'it may only be read here'],
  ECONNREFUSED: ['link.unavailable', 'the host is there, but nothing listens on this port'],
  ECONNRESET: ['link.unavailable', 'the host hung up; perhaps another program holds its only connection'],
  EHOSTUNREACH: ['link.unavailable', 'the host does not answer; is it switched on and in this network?'],
  ENETUNREACH: ['link.unavailable', 'there is no way to its network from here'],
  ETIMEDOUT: ['link.unavailable', 'the host does not answer; is it switched on and in this network?'],
  ENOTFOUND: ['link.unavailable', 'nothing in this network has this name'],
  EAI_AGAIN: ['link.unavailable', 'the name could not be looked up; is the network up?'],
};

/** The error of a port that could not be opened: `link.forbidden` or `link.unavailable`, by the system's code. */
export function openFailure(name: string, thrown: unknown): SolsteadError {
  const [code, why] = reasons[systemCode(thrown) ?? ''] ?? (['link.unavailable', messageOf(thrown)] as const);
  return new SolsteadError(code, { at: name, why, cause: thrown });
}

/** Why an open port was lost, in plain words. */
export function lossReason(thrown: unknown): string {
  return thrown === undefined || thrown === null
    ? 'the device vanished'
    : `the device vanished (${systemCode(thrown) ?? messageOf(thrown)})`;
}
