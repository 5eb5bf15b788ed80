// The pictures of the documentation: home, a question of a form, following, the desk.
import { address, fillDog, fileDog, launch, signIn } from './town.mjs';

const browser = await launch();
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 900 });
await page.setExtraHTTPHeaders({ 'Accept-Language': 'cs' });

async function take(name, path, height = 900) {
  if (path) await page.goto(address + path, { waitUntil: 'load' });
  await page.setViewport({ width: 1280, height });
  await page.screenshot({ path: `docs/images/${name}.png` });
}

await take('home', '/', 1000);
const token = await fillDog('Alík');
await take('form', `/podani/${token}/pes`);
const { follow } = await fileDog('Brok');
await take('follow', follow);
await signIn(page, 'eva.mala@chomutov.virtuos.localhost');
await take('desk', '/stul?kdo=odbor&fronta=ke-zpracovani');
await browser.close();
