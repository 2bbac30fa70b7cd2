/** Lint rules of the Lightning web components and of the console's own browser modules. Merged into `eslint.config.js`. */
import lwcTypeScript from '@salesforce/eslint-config-lwc/recommended-ts.js';
import slds from '@salesforce-ux/eslint-plugin-slds';
import jest from 'eslint-plugin-jest';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const rules = {
  // Separate, because an inline type import leaves an import of nothing behind, which the platform then resolves.
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  'no-void': ['error', { allowAsStatement: true }],
};

export const lwcConfig = defineConfig([
  {
    name: 'lwc',
    files: ['force-app/**/lwc/**/*.ts'],
    ignores: ['**/__tests__/**'],
    extends: [lwcTypeScript, tseslint.configs.recommendedTypeChecked],
    languageOptions: { parser: tseslint.parser, parserOptions: { project: './force-app/tsconfig.json', tsconfigRootDir: import.meta.dirname.replace(/[\\/]config$/, '') } },
    rules: {
      ...rules,
      // The platform reports failures as plain objects; passing one on unchanged is what callers expect.
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  {
    name: 'lwc-tests',
    files: ['force-app/**/__tests__/**/*.ts'],
    extends: [jest.configs['flat/recommended'], tseslint.configs.recommended],
    languageOptions: { parser: tseslint.parser, globals: { ...globals.jest } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    name: 'console-browser',
    files: ['local-org/console/browser/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './local-org/console/browser/tsconfig.json', tsconfigRootDir: import.meta.dirname.replace(/[\\/]config$/, '') },
    },
    rules: {
      ...rules,
      // Components fail with plain objects of the platform's shape.
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
    },
  },
  // The design system's own rules: old tokens, hard-coded values, retired classes.
  {
    name: 'lwc-styles',
    files: ['force-app/**/lwc/**/*.{css,html}'],
    extends: slds.configs['flat/recommended'],
  },
]);
