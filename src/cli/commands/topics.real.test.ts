// `solstead topics` at a real Mosquitto: what is said there, and a draft that becomes a device.
import { connectAsync } from 'mqtt';
import { expect, test, vi } from 'vitest';
import { readDevice } from '#devices/user/read-device.ts';
import { mosquitto } from '#tools/testkit/mosquitto.ts';
import { commandContext } from '#main/command-context.ts';
import { topics } from './topics.ts';

test('what is said is listed, and the draft is a device', { timeout: 120_000 }, async (ctx) => {
  const broker = await mosquitto(ctx);
  const client = await connectAsync(broker.url);
  ctx.onTestFinished(() => client.endAsync());
  await client.publishAsync('heat/values', '{"power":{"watts":1840},"mode":"on"}', { retain: true });
  await client.publishAsync('heat/flow', '41.5', { retain: true });
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(
      ...String(text)
        .split('\n')
        .filter((line) => line !== ''),
    );
    return true;
  });
  ctx.onTestFinished(() => write.mockRestore());
  await topics(broker.url, { filter: '#', seconds: 1 }, commandContext);
  expect(lines).toEqual(['heat/flow\t\t41.5', 'heat/values\tpower/watts\t1840', 'heat/values\tmode\t"on"']);
  lines.length = 0;
  await topics(broker.url, { filter: '#', seconds: 1, draft: 'heat' }, commandContext);
  const outcome = readDevice({ name: 'draft.yaml', text: lines.join('\n') });
  expect(outcome).toMatchObject({ definition: { id: 'my-device', mode: 'mqtt' } });
});
