import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { arrows } from './config/eslint-arrows.js';
import { lwcConfig } from './config/eslint-lwc.js';

export default defineConfig([
  globalIgnores(['**/node_modules/**', 'coverage/**', '.cache/**', '.local-org/**', 'force-app/**/lwc/**/*.js', 'e2e/fixtures/**', '**/*.d.ts', '**/*.generated.ts']),
  ...lwcConfig,
  {
    name: 'typescript',
    files: ['local-org/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', 'e2e/**/*.ts', 'gateway/**/*.ts'],
    ignores: ['local-org/console/browser/**'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { arrows },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'arrows/import-direction': 'error',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Index access is checked (noUncheckedIndexedAccess); an assertion after a bounds check is the readable form.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/unbound-method': 'off',
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
  {
    name: 'generated code',
    files: ['local-org/values/sobject.ts'],
    // Record classes are made from source text, so that every record of an object has one hidden class; names are checked first.
    rules: { '@typescript-eslint/no-implied-eval': 'off' },
  },
  {
    name: 'tests',
    files: ['**/*.test.ts', '**/*.contract.ts', 'e2e/openapi/*.ts'],
    // node:test functions return promises that the runner awaits.
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
]);
