/** The user interface API: records, objects, layouts and lists as a page shows them to one user. */
import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import { Cursors } from '../rest/cursors.ts';
import { ResourceTable } from '../rest/resource.ts';
import { DATA_ROOT, serveResources } from '../rest/serve-resources.ts';
import { actionResources } from './actions.ts';
import { uiHost } from './host.ts';
import { layoutResources } from './layouts.ts';
import { listViewResources } from './lists/list-views.ts';
import { relatedListResources } from './lists/related-lists.ts';
import { lookupResources } from './lookups.ts';
import { objectInfoResources } from './object-info.ts';
import { picklistResources } from './picklists.ts';
import { recordReadingResources } from './record-reading.ts';
import { recordWritingResources } from './record-writing.ts';

export function registerUi(server: FastifyInstance, host: ApiHost, authenticate: Authenticate): void {
  const ui = uiHost(() => host.deployedFiles());
  const table = new ResourceTable([
    ...objectInfoResources(ui), ...recordReadingResources(ui), ...recordWritingResources(ui), ...layoutResources(ui),
    ...picklistResources, ...lookupResources, ...actionResources(ui), ...listViewResources(ui), ...relatedListResources(ui),
  ]);
  serveResources(server, host, authenticate, table, new Cursors());
  server.all(`${DATA_ROOT}/ui-api/*`, async (request): Promise<never> => {
    authenticate(request);
    const path = (request.params as { '*': string })['*'];
    throw apiError(404, 'NOT_FOUND', `The requested resource does not exist, or is not supported by the local org: ${request.method} /ui-api/${path.slice(0, 100)}`);
  });
}
