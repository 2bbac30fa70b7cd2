/** The REST API: versions, sObject records, queries, searches, collections, composite, describe, limits. */
import type { FastifyInstance } from 'fastify';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import type { Allowances } from '../../deploy/allowances/allowances.ts';
import { collectionResources } from './collections.ts';
import { registerComposite } from './composite.ts';
import { Cursors } from './cursors.ts';
import { limitResources } from './limits.ts';
import { objectResources } from './objects.ts';
import { queryResources } from './queries.ts';
import { recordResources } from './records.ts';
import { ok, ResourceTable } from './resource.ts';
import { searchResources } from './search.ts';
import { DATA_ROOT, requireVersion, serveResources } from './serve-resources.ts';
import { treeResources } from './tree.ts';
import { resourceList, versionList } from './versions.ts';

interface Versioned {
  Params: { version: string };
}

/** Families of resources that clients know and the local org does not have. */
const REFUSED = ['graphql', 'actions', 'process', 'quickActions', 'tabs', 'theme', 'appMenu', 'analytics', 'chatter', 'connect', 'wave', 'support', 'knowledgeManagement', 'consent'] as const;

/** Answers the table of data resources, for whoever tells which methods a path has. */
export function registerRest(server: FastifyInstance, host: ApiHost, authenticate: Authenticate, allowances: Allowances): ResourceTable {
  const cursors = new Cursors();
  const table = new ResourceTable([
    ...objectResources, ...recordResources, ...queryResources, ...searchResources, ...collectionResources, ...treeResources, ...limitResources(allowances),
    { method: 'GET', path: '/recent', handle: () => ok([]) },
  ]);
  server.get('/services/data', async () => versionList());
  server.get<Versioned>(DATA_ROOT, async (request) => {
    const user = authenticate(request);
    requireVersion(request.params.version);
    return { ...resourceList(request.params.version), identity: `http://${request.headers.host ?? ''}/id/${user.organizationId}/${user.id}` };
  });
  serveResources(server, host, authenticate, table, cursors);
  registerComposite(server, host, authenticate, table, cursors);
  for (const name of REFUSED) {
    const refuse = async (): Promise<never> => { throw apiError(400, 'UNSUPPORTED', `The local org does not offer /services/data/${name}.`); };
    server.all(`${DATA_ROOT}/${name}`, refuse);
    server.all(`${DATA_ROOT}/${name}/*`, refuse);
  }
  return table;
}
