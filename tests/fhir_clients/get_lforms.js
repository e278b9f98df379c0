// Gets LHC-Forms and unpacks it into the folder lforms. Its npm package brings a whole build tree
// when it is installed, so only its archive is taken. Usage: node get_lforms.js

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const PACKAGE = 'lforms@40.1.3';
const INTEGRITY =
  'sha512-WLruTm+BcVnafC0rSAQ3/cNqhxvclBUxyBG68aub/uha2NaK9H8ZZcEXTTuORuGzzCt0wa7fvhuieZtcDIdPzQ==';

const here = import.meta.dirname;
const folder = await mkdtemp(path.join(here, '.lforms-'));
try {
  const packed = ['pack', PACKAGE, '--silent', '--ignore-scripts', '--pack-destination', folder];
  const name = execFileSync('npm', packed, { encoding: 'utf8' }).trim();
  const archive = path.join(folder, name);
  const found = createHash('sha512').update(await readFile(archive)).digest('base64');
  if (`sha512-${found}` !== INTEGRITY) throw new Error(`${PACKAGE} is not what it should be`);
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  await rm(path.join(here, 'lforms'), { recursive: true, force: true });
  await rename(path.join(folder, 'package'), path.join(here, 'lforms'));
} finally {
  await rm(folder, { recursive: true });
}
