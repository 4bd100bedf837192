// Time that this process has worked, which a busy machine does not stretch as it does the time on the wall.

/** Time of the processor since the start of this process, ms. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
