// Copies a text to the clipboard, even if a home server has no https.

/** Copies by the clipboard if the browser allows it, otherwise by a selection; returns whether it did. */
export async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof DOMException)) throw thrown;
    }
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'hidden';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
