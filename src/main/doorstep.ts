// Before the web server is there and after it is gone its port says that the process lives and is not ready: opening and closing a home may
// take a while, and whoever supervises it should not take that for its end.
import type { OpenPort } from '#core/listening.ts';
import { openWaitingRoom, type WaitingRoomPlace } from '#server/waiting-room.ts';

/** The port, while no web server has it. */
export interface Doorstep {
  /** Leaves the port to the web server. */
  leave(): Promise<void>;
  /** The web server has left it. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Opens it; a port that is still to be picked (0) is nobody's yet. Errors: `port.taken`, `input.usage`. */
export async function openDoorstep(place: WaitingRoomPlace): Promise<Doorstep> {
  let room: OpenPort | undefined = place.port === 0 ? undefined : await openWaitingRoom(place);
  const leave = async (): Promise<void> => {
    await room?.close();
    room = undefined;
  };
  return {
    leave,
    async comeBack() {
      // Somebody else may have the port by now; the home is closed all the same.
      if (place.port !== 0) room = await openWaitingRoom(place).catch(() => undefined);
    },
    close: leave,
  };
}
