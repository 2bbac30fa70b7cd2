/** Tells the values which zone the running user has; importing this module is enough. Outside a transaction the zone is GMT. */
import { provideUserTimeZone } from '../../values/timezone.ts';
import { context, isTransactionOpen } from '../ports.ts';

provideUserTimeZone(() => (isTransactionOpen() ? context().user.timeZone : 'GMT'));
