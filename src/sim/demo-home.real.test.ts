import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { startDemoHome } from './demo-home.ts';
import { pi30Frame } from './pi30-frame.ts';

const unreachable = { host: '127.0.0.1', port: 9 };

function askOnce(address: string, request: Uint8Array): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  return new Promise((resolve, reject) => {
    let answer = '';
    socket.on('error', reject);
    socket.on('data', (bytes: Buffer) => {
      answer += bytes.toString('latin1');
      if (answer.endsWith('\r')) {
        socket.destroy();
        resolve(answer);
      }
    });
    socket.write(request);
  });
}

describe('the running demo home', () => {
  it('offers four devices that can be reached, and ends without a trace', async () => {
    const lines: string[] = [];
    const before = process.getActiveResourcesInfo().length;
    const demo = await startDemoHome({ clock: systemClock, broker: unreachable, log: (line) => lines.push(line) });
    expect(demo.devices.map(({ name, definition }) => `${name} ${definition}`)).toEqual([
      'inverter pi30',
      'battery jk-serial',
      'relays shelly-pro3',
      'meter shelly-pro3em',
    ]);
    const [inverter, , relays] = demo.devices;
    expect(relays?.topic).toBe('shellypro3-c8f09e83a1b4');
    expect(await askOnce(inverter?.address ?? '', pi30Frame('QMOD'))).toMatch(/^\([LB]/);
    expect(lines[0]).toBe(`pi30 answers at ${inverter?.address}`);
    expect(systemClock.nowMs() - demo.plant.atMs).toBeLessThan(2500);
    await demo.close();
    await systemClock.sleep(30);
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before);
  });
});
