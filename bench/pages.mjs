// Each type of public page: bytes over the wire, Lighthouse on mobile and desktop, and what axe said of all routes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { pathToFileURL } from 'node:url';
import { address, fillDog, fileDog, flags, launch, lighthouseAt, packages } from './town.mjs';

const [runs, matrixFile] = [Number(process.argv[3]), process.argv[4]];
const { default: lighthouse, desktopConfig } = await import(pathToFileURL(lighthouseAt));
const chromeLauncher = await import(pathToFileURL(packages.resolve('chrome-launcher')));

const draft = await fillDog('Alík');
const { receipt, follow } = await fileDog('Brok');
const pages = {
  home: '/', search: '/hledat?q=pes', situations: '/situace', situation: '/situace/pes', 'situation of an office': '/urad/chomutov/situace/pes',
  offices: '/urady', office: '/urad/chomutov', municipalities: '/obce', municipality: '/obce/562971', 'order of a connection': '/pripojit/554782',
  'choice of an office': '/formulare/prihlaska-psa', 'start of a form': '/urad/chomutov/podat/prihlaska-psa', 'follow by code': '/sledovat',
  'sign-in': '/prihlaseni', registration: '/registrace', feedback: '/zpetna-vazba', accessibility: '/pristupnost', privacy: '/osobni-udaje', cookies: '/cookies',
};
// Their address is a key: search engines must not keep them, which Lighthouse alone takes for a fault.
const ofOneReader = { question: `/podani/${draft}/pes`, check: `/podani/${draft}/kontrola`, receipt, follow };

/** A browser on a busy machine falls now and then; that says nothing about the page. */
async function patiently(act) {
  for (let attempt = 1; ; attempt++) {
    try { return await act(); } catch (error) { if (attempt === 4) throw error; console.error(`once more: ${error.message}`); }
  }
}

/** Encoded bytes of everything that a first visit loads. */
async function weigh(path) {
  const [kinds, bytes, hosts] = [new Map(), {}, new Set()];
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    session.on('Network.responseReceived', e => { kinds.set(e.requestId, e.type); hosts.add(new URL(e.response.url).host); });
    session.on('Network.loadingFinished', e => { const kind = kinds.get(e.requestId) ?? 'Other'; bytes[kind] = (bytes[kind] ?? 0) + e.encodedDataLength; });
    await page.goto(address + path, { waitUntil: 'networkidle0' });
  } finally {
    await browser.close();
  }
  const all = Object.values(bytes).reduce((sum, n) => sum + n, 0);
  return { all, script: bytes.Script ?? 0, style: bytes.Stylesheet ?? 0, foreign: [...hosts].filter(h => h !== new URL(address).host).length };
}

const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Points of the category search engines, without what is meant on a page of one reader. */
function found(lhr, keyed) {
  const counted = lhr.categories.seo.auditRefs.filter(a => a.weight > 0 && !(keyed && a.id === 'is-crawlable') && lhr.audits[a.id].score !== null);
  return Math.round(100 * counted.reduce((sum, a) => sum + a.weight * lhr.audits[a.id].score, 0) / counted.reduce((sum, a) => sum + a.weight, 0));
}

async function judge(path, config, keyed) {
  const seen = [];
  for (let run = 0; run < runs; run++) seen.push(await patiently(async () => {
    const chrome = await chromeLauncher.launch({ chromePath: process.env.CHROME_PATH, chromeFlags: ['--headless=new', ...flags] });
    try {
      const { lhr } = await lighthouse(address + path, { port: chrome.port, output: 'json', logLevel: 'error' }, config);
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      const value = name => lhr.audits[name].numericValue ?? NaN;
      return {
        ...Object.fromEntries(Object.entries(lhr.categories).map(([name, c]) => [name, Math.round(c.score * 100)])),
        seo: found(lhr, keyed), lighthouseSeo: Math.round(lhr.categories.seo.score * 100), lcp: value('largest-contentful-paint'), tbt: value('total-blocking-time'), cls: value('cumulative-layout-shift'),
        faults: Object.values(lhr.audits).filter(a => a.score !== null && a.score < 1 && ['binary'].includes(a.scoreDisplayMode)).map(a => a.id),
      };
    } finally {
      await chrome.kill();
    }
  }));
  const result = { faults: [...new Set(seen.flatMap(s => s.faults))].filter(id => !(keyed && id === 'is-crawlable')) };
  for (const name of ['performance', 'accessibility', 'best-practices', 'seo', 'lighthouseSeo', 'lcp', 'tbt', 'cls']) result[name] = median(seen.map(s => s[name]));
  return result;
}

const [numbers, lines, notes] = [[], [], []];
const number = (measure, unit, value, limit) => numbers.push({ measure, unit, value, limit, ratio: limit ? +(value / limit).toFixed(3) : null, clients: 1, rows: null });
for (const [name, path] of Object.entries({ ...pages, ...ofOneReader })) {
  const keyed = name in ofOneReader;
  const weight = await patiently(() => weigh(path));
  number(`${name}: transfer`, 'kB', +(weight.all / 1000).toFixed(1), 60);
  number(`${name}: script`, 'kB', +(weight.script / 1000).toFixed(1), 10);
  number(`${name}: style`, 'kB', +(weight.style / 1000).toFixed(1), 10);
  number(`${name}: foreign hosts`, 'count', weight.foreign, 0);
  const cells = [name, (weight.all / 1000).toFixed(1), (weight.script / 1000).toFixed(1), (weight.style / 1000).toFixed(1)];
  for (const [form, config] of [['mobile', undefined], ['desktop', desktopConfig]]) {
    if (!runs) break;
    const said = await judge(path, config, keyed);
    for (const category of ['performance', 'accessibility', 'best-practices', 'seo']) number(`${name}: ${category}, ${form}`, 'points', said[category], 98);
    if (keyed) number(`${name}: seo as Lighthouse counts it, ${form}`, 'points', said.lighthouseSeo, null);
    number(`${name}: LCP, ${form}`, 'ms', Math.round(said.lcp), 1500);
    number(`${name}: TBT, ${form}`, 'ms', Math.round(said.tbt), 50);
    number(`${name}: CLS, ${form}`, 'score', +said.cls.toFixed(3), 0.02);
    cells.push(`${said.performance}/${said.accessibility}/${said['best-practices']}/${said.seo}${keyed ? ` (${said.lighthouseSeo}*)` : ''}`, `${Math.round(said.lcp)} / ${Math.round(said.tbt)} / ${said.cls.toFixed(3)}`);
    if (said.faults.length) notes.push(`- ${name}, ${form}: ${said.faults.join(', ')}`);
  }
  lines.push(`| ${cells.join(' | ')} |`);
  console.error(lines.at(-1));
}

let axe = 'The matrix of axe was not run.';
if (matrixFile && existsSync(matrixFile)) {
  const matrix = JSON.parse(readFileSync(matrixFile));
  number('findings of axe in the whole matrix', 'count', matrix.findings.length, 0);
  axe = `${matrix.pages} routes at ${matrix.addresses} addresses, ${matrix.examined} examinations: ${matrix.findings.length} findings.`
    + matrix.findings.slice(0, 50).map(f => `\n- ${f.language}, ${f.look}, ${f.width} px: ${f.finding}`).join('');
}

const date = new Date().toISOString().slice(0, 10);
mkdirSync('bench/results', { recursive: true });
writeFileSync(`bench/results/${date}-pages.json`, JSON.stringify(numbers, null, 1) + '\n');
const head = ['page', 'kB in all', 'kB script', 'kB style', ...(runs ? ['mobile P/A/BP/SEO', 'LCP ms / TBT ms / CLS', 'desktop P/A/BP/SEO', 'LCP ms / TBT ms / CLS'] : [])];
writeFileSync(`bench/results/${date}-pages.md`, `# Pages, ${date}

Demo region in Release over HTTP on this machine (${cpus().length} × ${cpus()[0].model}), Chromium, first visit with an empty cache, brotli. Lighthouse 12.8.2, median of ${runs || 'no'} run(s). Limits: 60 kB, script 10 kB, style 10 kB, 98 points, LCP 1,500 ms, TBT 50 ms, CLS 0.02. \`bench/pages\` writes this file.

| ${head.join(' | ')} |
|${head.map(() => '---').join('|')}|
${lines.join('\n')}

\\* a page of one reader, whose address is a key: it says "noindex" and robots.txt keeps it out, as it must. SEO is counted without the audit "is-crawlable", which takes that for a fault; in brackets with it.

${notes.length ? `Audits not passed in some run:\n${notes.join('\n')}\n\n` : ''}## axe: light, dark, forced colours × cs, en, de × 320, 1280 px

${axe}
`);
