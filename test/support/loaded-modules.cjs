'use strict';
// Preloaded with `node --require`: writes down at the end which modules were loaded by then.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const files = Object.keys(require.cache).filter((file) => file !== __filename);
  const builtin = process.moduleLoadList
    .filter((entry) => entry.startsWith('NativeModule '))
    .map((entry) => entry.slice('NativeModule '.length));
  writeFileSync(process.env.LOADED_MODULES, JSON.stringify({ files, builtin }));
});
