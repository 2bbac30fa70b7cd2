/**
 * Preloaded by `npm test`: random tests draw from one seed, so that the suite says the same of the same tree whenever and wherever it runs.
 * PROPERTY_SEED=… chooses another; `npm run prove -- --only properties` tries many.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
