#!/usr/bin/env node
'use strict';

const argv = process.argv.slice(2);
const only = argv.length === 1 ? argv[0] : undefined;

// The two most frequent calls are answered before anything is loaded.
if (only === '--version' || only === '-V') {
  process.stdout.write(`${require('../package.json').version}\n`);
} else if (only === '--help' || only === '-h' || argv.length === 0) {
  process.stdout.write(require('node:fs').readFileSync(`${__dirname}/../dist/help.txt`));
} else {
  require('../dist/portai.js').run(argv);
}
