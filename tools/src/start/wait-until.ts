/** Asks again and again until `ask` resolves to true. @throws with `what` and the last fault when time runs out. */
export async function waitUntil(what: string, ask: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      if (await ask()) return;
      last = undefined;
    } catch (fault) {
      last = fault;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `${what} was not ready within ${timeoutMs / 1_000} s${last instanceof Error ? `: ${last.message}` : ''}`,
  );
}

/** Whether a service says that it is ready. */
export async function isReady(address: string): Promise<boolean> {
  const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2_500) });
  return response.ok;
}
