#!/usr/bin/env node
import '../../scripts/node-version.js';
import '../../scripts/compile-cache.js';
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
