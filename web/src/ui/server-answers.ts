// Whether the server is there: asked before the page would be loaded anew, which leaves the app while the server is away.

/** Whether the server answers now; never rejects. */
export async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('.', { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
