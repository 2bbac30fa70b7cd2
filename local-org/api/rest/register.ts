/** The REST API: versions, sObject records, queries, collections, composite, describe. */
import type { FastifyInstance } from 'fastify';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { describeGlobal, describeObject } from '../../schema/describe.ts';
import { registerCollections } from './collections.ts';
import { registerComposite } from './composite.ts';
import { objectOf } from './data.ts';
import { registerQueries } from './queries.ts';
import { registerRecords } from './records.ts';
import { resourceList, versionList } from './versions.ts';

interface Versioned {
  Params: { version: string };
}
interface ByObject {
  Params: { version: string; object: string };
}

export function registerRest(server: FastifyInstance, host: ApiHost, authenticate: Authenticate): void {
  server.get('/services/data', async () => versionList());

  server.get<Versioned>('/services/data/v:version', async (request) => {
    const user = authenticate(request);
    return { ...resourceList(request.params.version), identity: `http://${request.headers.host ?? ''}/id/${user.organizationId}/${user.id}` };
  });

  server.get<Versioned>('/services/data/v:version/sobjects', async (request) => {
    authenticate(request);
    return describeGlobal(host.schema(), request.params.version);
  });
  server.get<ByObject>('/services/data/v:version/sobjects/:object/describe', async (request) => {
    authenticate(request);
    return describeObject(host.schema(), objectOf(host.schema(), request.params.object), request.params.version);
  });

  registerRecords(server, host, authenticate);
  registerQueries(server, host, authenticate);
  registerCollections(server, host, authenticate);
  registerComposite(server, host, authenticate);
}
