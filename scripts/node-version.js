/**
 * Every entry point imports this first, as plain JavaScript: an older Node can neither read the TypeScript files nor load better-sqlite3 13 (it crashes without a message).
 */
const REQUIRED_MAJOR = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < REQUIRED_MAJOR) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: Holdfast needs Node ${REQUIRED_MAJOR} or newer.\n` +
      'Run it through npm (npm start, npm test, npx local-org …): the right Node is installed with the dependencies (npm ci).\n',
  );
  process.exit(2);
}
