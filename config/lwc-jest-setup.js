import { registerSa11yMatcher } from '@sa11y/jest';
import './property-seed.js';

registerSa11yMatcher();
