// Adds up what a browser loads of the extension and fails when it is more than it may be.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT = 80 * 1024;
const folder = new URL('../dist/static/', import.meta.url).pathname;
const names = readdirSync(folder).filter(name => name.endsWith('.js') && !name.endsWith('.map'));
const bytes = names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

if (!names.some(name => name.startsWith('remoteEntry'))) {
  throw new Error(`${folder} holds no remoteEntry*.js: the build is not complete.`);
}
console.log(`${names.length} files, ${(bytes / 1024).toFixed(1)} of at most ${LIMIT / 1024} KiB`);
process.exitCode = bytes > LIMIT ? 1 : 0;
