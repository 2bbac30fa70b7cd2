import { defineClass } from '../define.ts';
import { context } from '../ports.ts';

/** Custom permissions of the running user. A name that no permission has is simply not granted. */
export const FEATURE_MANAGEMENT = defineClass('System.FeatureManagement', {
  'static Boolean checkPermission(String apiName)': (apiName: string | null) => apiName !== null && context().user.hasCustomPermission(apiName.toLowerCase()),
});
