/** Unit tests of the Lightning web components, straight on their TypeScript. Everything else is tested with `node --test`. */
import sfdxLwcJest from '@salesforce/sfdx-lwc-jest/config.js';

const { jestConfig } = sfdxLwcJest;

export default {
  ...jestConfig,
  // A bundle may be a style sheet alone, which others import as c/name.
  moduleFileExtensions: [...jestConfig.moduleFileExtensions, 'css'],
  // The preset looks for `.js` tests only.
  testMatch: ['<rootDir>/force-app/**/lwc/**/__tests__/**/*.test.ts'],
  setupFilesAfterEnv: [...jestConfig.setupFilesAfterEnv, '<rootDir>/config/lwc-jest-setup.js'],
  modulePathIgnorePatterns: ['<rootDir>/.cache', '<rootDir>/.local-org'],
  // The preset's pattern reports 0 % for TypeScript.
  collectCoverageFrom: ['force-app/**/lwc/**/*.ts', '!**/__tests__/**'],
};
