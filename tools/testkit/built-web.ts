// Before the browser journeys: the app as the server will hand it out.
import { buildWeb } from '../build-web.ts';

export async function setup(): Promise<void> {
  await buildWeb({ onlyIfStale: true });
}
