// What scripts of this folder do in the demo town: a browser, a filing, a sign-in.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

export const packages = createRequire(resolve('var/bench/node_modules/lighthouse/package.json'));
export const puppeteer = packages('puppeteer-core');
export const lighthouseAt = packages.resolve('lighthouse');
export const address = process.argv[2];
export const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync'];

export const launch = () => puppeteer.launch({ executablePath: process.env.CHROME_PATH, headless: true, args: flags });

/** Posts a form and returns the path to which the answer leads. */
export async function post(path, fields = {}) {
  const answer = await fetch(address + path, { method: 'POST', redirect: 'manual', headers: { origin: address }, body: new URLSearchParams(fields) });
  const to = answer.headers.get('location');
  if (!to) throw new Error(`${path} did not go on: ${answer.status}`);
  return new URL(to, address).pathname;
}

/** Fills in a dog registration; returns the token of its draft. */
export async function fillDog(name) {
  let at = await post('/urad/chomutov/podat/prihlaska-psa');
  const token = at.split('/')[2];
  for (const answers of [
    { 'owner-name': 'Jana Nováková', 'owner-birth.day': 3, 'owner-birth.month': 5, 'owner-birth.year': 1985 },
    { 'owner-address.street': 'Lipová 12', 'owner-address.municipality': 'Chomutov', 'owner-address.postcode': '430 01' },
    { email: '', phone: '601 234 567' },
    { 'dog-name': name, breed: 'kříženec', colour: '', sex: 'male', 'dog-birth.day': 1, 'dog-birth.month': 9, 'dog-birth.year': 2025 },
    { chip: '203 098 100 123 456' },
    { 'kept-since.day': 1, 'kept-since.month': 11, 'kept-since.year': 2025, 'kept-at': 'house' },
    { 'further-dog': 'no' },
    { relief: 'none' },
  ]) at = await post(at, answers);
  return token;
}

/** Files a dog registration; returns the paths of its receipt and of its follow page. */
export async function fileDog(name) {
  const token = await fillDog(name);
  const check = await (await fetch(`${address}/podani/${token}/kontrola`)).text();
  const receipt = await post(`/podani/${token}/kontrola`, { seen: /name="seen" value="([^"]*)"/.exec(check)[1] });
  const words = await (await fetch(address + receipt)).text();
  const [, code] = /\/sledovat\/([0-9A-Z-]+)/.exec(words), [, pin] = /<strong class="code">([^<]*)</.exec(words);
  return { receipt, follow: await post('/sledovat', { kod: code, pin }) };
}

export async function signIn(page, email) {
  await page.goto(`${address}/prihlaseni`);
  await page.type('#Email', email);
  await page.type('#Password', 'virtuos-demo');
  await Promise.all([page.waitForNavigation(), page.click('main form button[type=submit]')]);
}
