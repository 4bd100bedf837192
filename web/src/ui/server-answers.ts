// Whether the server is there: checked before the page is reloaded, which would leave the app if the server is away.

/** Whether the server answers now; never rejects. */
export async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('.', { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
