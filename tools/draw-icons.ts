// Draws the icons of the installed app from web/public/favicon.svg into web/public/icons, with Chromium. Run by hand when the sign
// changes: what it draws is part of the repository.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = join(import.meta.dirname, '..', 'web', 'public');
const sign = readFileSync(join(folder, 'favicon.svg'), 'utf8');
/** Masks cut off up to a fifth of the width: the sign is drawn smaller on its own ground, which goes to the edges. */
const filled = (part: number): string => {
  const edge = (32 / part - 32) / 2;
  return sign
    .replace('viewBox="0 0 32 32"', `viewBox="${-edge} ${-edge} ${32 + 2 * edge} ${32 + 2 * edge}"`)
    .replace(
      /<rect [^>]*>/,
      `<rect x="${-edge}" y="${-edge}" width="${32 / part}" height="${32 / part}" fill="#173042" />`,
    );
};

const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
mkdirSync(join(folder, 'icons'), { recursive: true });
for (const [name, size, svg] of [
  ['icon-192', 192, sign],
  ['icon-512', 512, sign],
  ['maskable-192', 192, filled(0.74)],
  ['maskable-512', 512, filled(0.74)],
  ['apple-touch-icon', 180, filled(0.86)],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
  writeFileSync(join(folder, 'icons', `${name}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
