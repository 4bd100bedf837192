// An engine of containers of one's own, without a network: no registry is asked, and nothing of this computer is touched.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { call, NotHere, until } from './step.ts';

/** One that runs. */
export interface Engine {
  /** Its process. */
  readonly pid: string;
  /** Where it listens. */
  readonly socket: string;
  /** Calls `docker`; answers with what it said. */
  docker(...args: readonly string[]): string;
  close(): Promise<void>;
}

/**
 * Starts one, with all it keeps in a folder; with a network of its own, containers can have networks between them.
 * Errors: {@link NotHere}.
 */
export async function startEngine(
  folder: string,
  { hasNetwork = false }: { readonly hasNetwork?: boolean } = {},
): Promise<Engine> {
  const at = (name: string): string => join(folder, name);
  const places = ['--data-root', at('docker'), '--exec-root', at('docker-run'), '--pidfile', at('docker.pid')];
  const plain = ['--iptables=false', '--ip6tables=false', '--bridge=none', '--host', `unix://${at('docker.sock')}`];
  const engine = ['dockerd', ...places, ...plain];
  const alone = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const [program = '', ...args] = hasNetwork ? [...alone, ...engine] : engine;
  const child: ChildProcess = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const docker = (...args: readonly string[]): string =>
    call(['/usr/bin/docker', '--host', `unix://${at('docker.sock')}`, ...args], {
      env: { ...process.env, DOCKER_BUILDKIT: '0' },
      timeoutMs: 600_000,
    });
  const isUp = (): true | undefined => {
    try {
      docker('info');
      return true;
    } catch {
      return undefined;
    }
  };
  await until('the engine', isUp, 30_000).catch((error: unknown) => {
    child.kill();
    throw new NotHere(`the container engine does not start (${error instanceof Error ? error.message : ''})`);
  });
  return {
    pid: String(child.pid),
    socket: `unix://${at('docker.sock')}`,
    docker,
    async close() {
      const running = docker('ps', '-q').split('\n').filter(Boolean);
      if (running.length > 0) docker('kill', ...running);
      child.kill();
      await ended;
    },
  };
}
